"""What people put around a question: "hi, ...", "can you tell me ...", "next question: ...", "... thanks"."""

import re
from collections.abc import Iterator

from assistant.language.contractions import spelled_out
from index.words import words

_ASKING = (
    r"(?:what|when|where|which|who|whom|whose|why|how|whats|whens|wheres|whos|wann|wo|wer|wie|warum|welche\w?"
    r"|quand|où|combien|comment|pourquoi|quel(?:le)?s?)\b"
)
VERB = (
    r"(?:is|are|was|were|am|do|does|did|can|could|may|might|must|shall|should|will|would|has|have|had"
    r"|isn't|aren't|don't|doesn't|can't)\b"
)
BEFORE = r"(?:(?:at|by|for|from|in|on|since|till|to|until|with) )?"
_IF = r"(?:if|whether)\b"
_BEGINS = re.compile(rf"(?:(?:and|so|but) )?{BEFORE}(?:{_ASKING}|{VERB})", re.IGNORECASE)
_FOLLOWS = re.compile(r"(?:and|so|but|what about|how about)\b", re.IGNORECASE)
_ASKS_OF = re.compile(
    rf"{BEFORE}{_ASKING}"
    r"|(?:can|could|may|must|shall|should|will|would|do|does|did|is|are) (?:i|we|you|they|it|there)\b",
    re.IGNORECASE,
)
# Who is greeted: where a question follows at once, or something set off. "Hello Kitty" greets nobody.
_GREETING = re.compile(
    r"(?:hi|hiya|hello|hey|good (?:morning|afternoon|evening|day)|dear all|hallo|guten (?:tag|morgen|abend)"
    r"|bonjour|bonsoir|salut|hola|buen[oa]s (?:días|tardes))"
    r"(?: (?:there|all|everyone|everybody|team|footnote))?(?P<apart>[,.!:;–-]{1,3})? {1,3}(?!world\b)",
    re.IGNORECASE,
)
# Words that a question may be about: they go only before one that asks something of somebody.
_OPENING = re.compile(
    r"(?:morning|afternoon|evening|excuse me|sorry|quick question|question|please|pls|plz|danke|merci|gracias"
    r"|(?:ok(?:ay)?,? )?(?:great,? )?(?:thanks|thank you|cheers|thx))(?P<apart>[,.!:;–-]{1,3})? {1,3}",
    re.IGNORECASE,
)
# What turns to something else, set off: "ok, different thing: ..."
_TURNING = re.compile(
    r"(?:(?:ok(?:ay)?|right|well|now|so|and|anyway|thx|thanks)[,.!]? ){0,2}"
    r"(?:(?:(?:on )?an? )?(?:(?:completely|totally|quite) )?"
    r"(?:different|another|new|separate|unrelated|other) (?:thing|question|topic|subject|matter|note)"
    r"|something (?:else|different)|(?:chang(?:e of|e|ing)|switch(?:ing)?) (?:the )?(?:subject|topic)"
    r"|moving on|next question)(?: now| though)? ?[,.!:;–-]{1,3} {1,3}(?=\S)",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"(?:(?:and|so|but) )?(?:(?:please|pls|plz|kindly|just),? )?"
    r"(?:(?:(?:can|could|would|will) (?:you|u|anyone|anybody|someone|somebody) )?(?:please |kindly |just )?"
    r"(?:tell me|remind me|let me know)"
    r"|(?:do|would) (?:you|u) (?:happen to )?know|does (?:anyone|anybody|someone|somebody) know|any idea|dyk"
    r"|(?:i(?:'d| would)? |we(?:'d| would)? )?(?:like|love|want|wanted|need) to (?:know|ask|find out)"
    r"|(?:i(?:'m| am| was) )?(?:just )?wondering|i wonder|(?:can|may|could) i (?:just )?ask(?: you)?)"
    rf"(?: please)?[,:]? (?={BEFORE}{_ASKING}|{_IF}|{BEFORE}{VERB})",
    re.IGNORECASE,
)
# "if dogs are allowed": a subject of few words, and a verb that can go before it.
_CLAUSE = re.compile(
    rf"{_IF} (?P<subject>(?:[\w'’-]{{1,40}} ){{1,4}}?)(?P<verb>{VERB}) (?P<rest>.{{1,2000}})",
    re.IGNORECASE | re.DOTALL,
)
_SHORT_CLAUSE = re.compile(
    rf"{_IF} (?P<subject>i|you|we|they|he|she|it|that|there)['’](?P<verb>m|re|s) (?P<rest>.{{1,2000}})",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_CLAUSE = re.compile(
    rf"{_IF} (?P<subject>i|you|we|they) (?P<rest>[\w'’-].{{1,2000}})", re.IGNORECASE | re.DOTALL
)
_VERBS = {"m": "am", "re": "are", "s": "is"}
# Words of a subject that has a clause of its own, "the office we have", and of a rest that has another.
_INNER = re.compile(r"\b(?:who|that|which|whose|where|what|i|you|we|they|he|she|it)\b", re.IGNORECASE)
_ANOTHER = re.compile(rf"\b(?:and|or) {_IF}|\bwhat (?:to|do|should)\b", re.IGNORECASE)
_OWNING = re.compile(r"(?:to|an?|any|the|my|our|his|her|their|some|enough|no|\d+)\b", re.IGNORECASE)
_HAVING = {"has": "does", "have": "do", "had": "did"}
_THANKS = re.compile(
    r"(?P<mark>\?)?(?P<apart>[,.!;:–-])?[\s,.!;:–-]{0,4}"
    r"(?:(?P<thanks>(?:many )?(?:thanks|thank you|thankyou|thx|cheers)"
    r"(?: (?:so much|very much|a lot|in advance|again|all|everyone))?|vielen dank|danke"
    r"|merci(?: d'avance)?|gracias)"
    r"|please|pls|plz|bitte|svp|s'il (?:vous|te) plaît|por favor)[\s.!,]{0,4}(?P<last>\?)?\s{0,3}$",
    re.IGNORECASE,
)
# How a question that asks how wants to be answered: no document need have these words.
_MANNER = re.compile(
    r"(?<=\w),? (?:step[- ]by[- ]step|in (?:full )?detail|in (?:plain|simple) (?:english|words|terms))"
    r"(?P<mark>\W{0,3})$",
    re.IGNORECASE,
)
# What "thanks" or "please" belongs to where it is what is asked about: "how do I say please"
_ITS_OWN = re.compile(
    r"\b(?:says?|said|saying|of|to|in|at|on|by|the|an?|with|your|my|our|for|no|and|or|gives?|gave|given|as|words?|runs?"
    r"|contains?|means?|called|heißt|sagt|man|bedeutet|signifie)\s*$",
    re.IGNORECASE,
)
_GREETS = frozenset(
    "hi hiya hello hey bye goodbye thanks thank thx cheers ta hallo danke tschüss bonjour salut merci hola "
    "gracias".split()
)
# What may stand beside these, where nothing is asked
_BESIDE = frozenset(
    "there all everyone you again a lot so much very for that your help ok okay great perfect super cool "
    "brilliant lovely nice wonderful many good morning afternoon evening day night and sehr beaucoup "
    "vielen".split()
)
_MOST = 8  # words that only greet or thank
_FEWEST = 3  # words of a question before a "please" or "thanks" that is not set off
_LONG_TAIL = 60  # characters at the end in which courtesies are looked for
_SHOUTED = 12  # letters from which capitals throughout are no name
_TURNS = 3  # "hi, sorry, can you tell me ..."


def is_courtesy(text: str) -> bool:
    """Whether a text only greets or thanks, and asks nothing.

    >>> is_courtesy("ok, thanks a lot!"), is_courtesy("good morning"), is_courtesy("hello kitty")
    (True, True, False)
    """
    own = words(text)
    greets = not _GREETS.isdisjoint(own) or own[:1] == ["good"]
    return greets and len(own) <= _MOST and set(own) <= _GREETS | _BESIDE and own != ["good"]


def turns_away(asked: str) -> bool:
    """Whether a question says of itself that it is about something else than what was spoken of before."""
    return any(_TURNING.match(text) for text in _peeled(asked))


def plainly(asked: str) -> str:
    """The question alone, with whole words: what Footnote works with in the place of what was typed."""
    return spelled_out(without_courtesies(asked))


def without_courtesies(text: str) -> str:
    """The question alone; the text itself where there is nothing else.

    >>> without_courtesies("hi, when does the ferry sail? thanks!"), without_courtesies("Thanks")
    ('when does the ferry sail?', 'Thanks')
    >>> without_courtesies("Could you please tell me if dogs are allowed on board?")
    'are dogs allowed on board?'
    >>> without_courtesies("i was wondering if we need a ticket"), without_courtesies("how do I say thanks?")
    ('do we need a ticket', 'how do I say thanks?')
    >>> without_courtesies("ok, different thing: who has it"), without_courtesies("another thing is red")
    ('who has it', 'another thing is red')
    >>> without_courtesies("how do I apply for it step by step?")
    'how do I apply for it?'
    >>> without_courtesies("tell me about the ferry"), without_courtesies("WHEN DOES THE FERRY SAIL?")
    ('tell me about the ferry', 'when does the ferry sail?')
    """
    *_, plain = _peeled(text)
    plain = _without_thanks(plain)
    if _BEGINS.match(plain):
        plain = _MANNER.sub(r"\g<mark>", plain)
    return plain if re.search(r"\w", plain) else text


def _peeled(text: str) -> Iterator[str]:
    """The text, then without the first of what stands before the question, and so on."""
    plain = _lowered(text.strip())
    yield plain
    for _ in range(_TURNS):
        plain = _without_greeting(_without_request(plain))
        yield plain


def _lowered(text: str) -> str:
    letters = sum(map(str.isalpha, text))
    return text.lower() if letters >= _SHOUTED and text.isupper() and text.count(" ") > 1 else text


def _without_greeting(text: str) -> str:
    if turning := _TURNING.match(text):
        return text[turning.end() :]
    if greeting := _GREETING.match(text):
        rest = text[greeting.end() :]
        return rest if greeting["apart"] or _BEGINS.match(rest) or _REQUEST.match(rest) else text
    if opening := _OPENING.match(text):
        rest = text[opening.end() :]
        asks = _ASKS_OF.match(rest) or _REQUEST.match(rest)
        set_off = opening["apart"] and any(pattern.match(rest) for pattern in (_BEGINS, _FOLLOWS, _OPENING))
        return rest if asks or set_off else text
    return text


def _without_request(text: str) -> str:
    request = _REQUEST.match(text)
    if request is None:
        return text
    rest = text[request.end() :].removesuffix(".")
    if not re.match(_IF, rest, re.IGNORECASE):
        return rest
    return _as_question(rest) or text


def _as_question(clause: str) -> str:
    """The question of "if dogs are allowed": "are dogs allowed"; "" where it is not plain which one."""
    if short := _SHORT_CLAUSE.fullmatch(clause):
        return f"{_VERBS[short['verb'].lower()]} {short['subject']} {short['rest']}"
    if match := _CLAUSE.fullmatch(clause):
        subject, verb, rest = match["subject"], match["verb"], match["rest"]
        several = " " in subject.strip() and _INNER.search(subject)
        if several or _ANOTHER.search(rest):
            return ""
        if (do := _HAVING.get(verb.lower())) and _OWNING.match(rest):
            return f"{do} {subject}have {rest}"
        return f"{verb} {subject}{rest}"
    if match := _PLAIN_CLAUSE.fullmatch(clause):
        return "" if _ANOTHER.search(match["rest"]) else f"do {match['subject']} {match['rest']}"
    return ""


def _without_thanks(text: str) -> str:
    for _ in range(_TURNS):
        begin = max(0, len(text) - _LONG_TAIL)
        match = _THANKS.search(text, begin)
        if match is None or match.start() == 0 or (match["thanks"] and match["last"]):
            break  # "Who starred in Cheers?" asks about it
        before = text[: match.start()]
        apart = match["mark"] or match["apart"]
        if not apart and (len(before.split()) < _FEWEST or _ITS_OWN.search(before)):
            break
        if not apart and not before[-1:].isalnum():
            break
        text = before + ("?" if match["mark"] or match["last"] else "")
    return text
