"""What people put around a question: "hi, ...", "can you tell me ...", "... thanks", capitals throughout."""

import re

from assistant.language.contractions import spelled_out

_ASKING = r"(?:what|when|where|which|who|whom|whose|why|how|whats|whens|wheres|whos)\b"
_VERB = (
    r"(?:is|are|was|were|am|do|does|did|can|could|may|might|must|shall|should|will|would|has|have|had"
    r"|isn't|aren't|don't|doesn't|can't)\b"
)
_BEFORE = r"(?:(?:at|by|for|from|in|on|since|till|to|until|with) )?"
_IF = r"(?:if|whether)\b"
_BEGINS = re.compile(rf"(?:(?:and|so|but) )?{_BEFORE}(?:{_ASKING}|{_VERB})", re.IGNORECASE)
# A greeting counts where it is set off, or a question follows at once: "Hello Kitty" greets nobody.
_GREETING = re.compile(
    r"(?:hi|hiya|hello|hey|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|dear all"
    r"|excuse me|sorry|quick question|question|please|pls|plz"
    r"|(?:ok(?:ay)?,? )?(?:great,? )?(?:thanks|thank you|cheers|thx)"
    r"|hallo|guten (?:tag|morgen|abend)|danke|bonjour|bonsoir|salut|merci|hola|buen[oa]s (?:días|tardes)"
    r"|gracias)"
    r"(?: (?:there|all|everyone|everybody|team|footnote))?(?P<apart>[,.!:;–-]{1,3})? {1,3}",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"(?:(?:and|so|but) )?(?:(?:please|pls|plz|kindly|just),? )?"
    r"(?:(?:(?:can|could|would|will) (?:you|u|anyone|anybody|someone|somebody) )?(?:please |kindly |just )?"
    r"(?:tell me|remind me|let me know)"
    r"|(?:do|would) (?:you|u) (?:happen to )?know|does (?:anyone|anybody|someone|somebody) know|any idea|dyk"
    r"|(?:i(?:'d| would)? |we(?:'d| would)? )?(?:like|love|want|wanted|need) to (?:know|ask|find out)"
    r"|(?:i(?:'m| am| was) )?(?:just )?wondering|i wonder|(?:can|may|could) i (?:just )?ask(?: you)?)"
    rf"(?: please)?[,:]? (?={_BEFORE}{_ASKING}|{_IF}|{_BEFORE}{_VERB})",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    rf"{_IF} (?P<subject>(?:[\w'’-]{{1,40}} ){{1,5}}?)(?P<verb>{_VERB}) (?P<rest>.{{1,2000}})",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_CLAUSE = re.compile(
    rf"{_IF} (?P<subject>(?:i|you|we|they)) (?P<rest>[\w'’-].{{1,2000}})", re.IGNORECASE | re.DOTALL
)
_THANKS = re.compile(
    r"(?:(?P<mark>\?)|[,.!;:–-])?[\s,.!;:–-]{0,4}"
    r"(?P<word>(?:many )?(?:thanks|thank you|thankyou|thx|cheers|tia)"
    r"(?: (?:so much|very much|a lot|in advance|again|all|everyone))?"
    r"|please|pls|plz|bitte|vielen dank|danke|merci(?: d'avance)?|svp|s'il (?:vous|te) plaît"
    r"|por favor|gracias)[\s.!,]{0,4}(?P<last>\?)?\s{0,3}$",
    re.IGNORECASE,
)
# What "thanks" belongs to where it is what is asked about: "a letter of thanks", "how do I say please"
_ITS_OWN = re.compile(
    r"\b(?:say|says|said|saying|of|to|the|a|an|with|your|my|our|for|no|and|or|give|gave|given|as|word)\s*$",
    re.IGNORECASE,
)
_APART = re.compile(r"[?,.!;:–-]")
_LONG_TAIL = 60  # characters at the end in which courtesies are looked for
_SHOUTED = 12  # letters from which capitals throughout are no name
_TURNS = 3  # "hi, sorry, can you tell me ..."


def without_courtesies(text: str) -> str:
    """The question alone; the text itself where there is nothing else.

    >>> without_courtesies("hi, when does the ferry sail? thanks!"), without_courtesies("Thanks")
    ('when does the ferry sail?', 'Thanks')
    >>> without_courtesies("Could you please tell me if dogs are allowed on board?")
    'are dogs allowed on board?'
    >>> without_courtesies("i was wondering if we need a ticket"), without_courtesies("how do I say thanks?")
    ('do we need a ticket', 'how do I say thanks?')
    >>> without_courtesies("tell me about the ferry"), without_courtesies("WHEN DOES THE FERRY SAIL?")
    ('tell me about the ferry', 'when does the ferry sail?')
    """
    plain = _lowered(text.strip())
    for _ in range(_TURNS):
        plain = _without_greeting(_without_request(plain))
    plain = _without_thanks(plain)
    return plain if re.search(r"\w", plain) else text


def plainly(asked: str) -> str:
    """The question alone, with whole words: what Footnote works with in the place of what was typed."""
    return spelled_out(without_courtesies(asked))


def _lowered(text: str) -> str:
    letters = sum(map(str.isalpha, text))
    return text.lower() if letters >= _SHOUTED and text.isupper() and text.count(" ") > 1 else text


def _without_greeting(text: str) -> str:
    greeting = _GREETING.match(text)
    if greeting is None:
        return text
    rest = text[greeting.end() :]
    return rest if greeting["apart"] or _BEGINS.match(rest) or _REQUEST.match(rest) else text


def _without_request(text: str) -> str:
    request = _REQUEST.match(text)
    if request is None:
        return text
    rest = text[request.end() :].removesuffix(".")
    if not re.match(_IF, rest, re.IGNORECASE):
        return rest
    if clause := _CLAUSE.fullmatch(rest):
        return f"{clause['verb']} {clause['subject']}{clause['rest']}"
    if clause := _PLAIN_CLAUSE.fullmatch(rest):
        return f"do {clause['subject']} {clause['rest']}"
    return text


def _without_thanks(text: str) -> str:
    for _ in range(_TURNS):
        begin = max(0, len(text) - _LONG_TAIL)
        found = _THANKS.search(text, begin)
        if found is None or found.start() == 0:
            break
        before = text[: found.start()]
        apart = _APART.search(text[found.start() : found.start("word")])
        if not apart and (not before[-1:].isalnum() or found["word"].lower().startswith("thank you")):
            break
        if not apart and (_ITS_OWN.search(before) or not text[found.start() : found.start("word")].isspace()):
            break
        text = before + ("?" if found["mark"] or found["last"] else "")
    return text
