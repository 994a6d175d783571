"""How a question wants to be answered: by patterns of its words, and by what it means.

The patterns are sure of what they know and miss how people write on a phone: "mum's in hospital on thursday,
what ought to stay at home?" Of what they leave open a small model tells it by the question's vector
(`make train-forms`).
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from assistant.types import Form
from documents.library import Vectors
from documents.text.sentences import sentence_spans

Embed = Callable[[str], Vectors]
Model = tuple[Vectors, Vectors]  # weights (forms, values), bias (forms)
FORMS: tuple[Form, ...] = ("fact", "list", "steps", "yesno", "compare", "summary", "why")
MODEL = Path(__file__).with_name("forms.npz")
SURE = 0.5  # the probability below which the patterns decide
# What the patterns say where none of the others fits; of the others they are sure (nine of ten are right).
_LEFT_OPEN: tuple[Form, ...] = ("fact", "yesno")
_VECTOR, _PATTERN = 6.0, 2.0  # how large a unit vector and what the patterns say are beside each other

_THINGS = (
    "things kinds sorts types reasons cases items tips rules conditions documents papers tools ingredients "
    "exceptions ways options examples people members points costs risks mishaps benefits requirements duties "
    "advice topics places names advantages disadvantages"
)
_AUXILIARIES = (
    "is are was were am do does did can could may might must should shall will would has have had isn't "
    "aren't wasn't weren't don't doesn't didn't can't cannot won't mustn't shouldn't"
)
_EARLIER = "last year|last season|previous year|in the past|formerly|previously|used to|letztes jahr|früher"
_NOW = "now|today|this year|this season|nowadays|currently|heute|jetzt"
_MODALS = "do does can could should would must may"
_GERMAN_VERBS = "darf dürfen kann können ist sind muss müssen hat haben gibt wird werden soll sollen"
# "Was" is a verb in English and "what" in German, where one of these comes next.
_AFTER_WAS = (
    f"{_GERMAN_VERBS} kostet kosten steht stand tun tut mache machen macht passiert geschieht gilt gelten "
    "brauche brauchen bedeutet heißt sagt wurde wurden gehört bekomme bekommt zahlt zahle nehme bringe fehlt"
)
_DETERMINERS = "the a an my our your his her its their"
_NEEDS = (
    "not|never|need to bring|have to|has to|need|allowed|already|pack|bring|take along|include|throw|put|"
    "included|covered|excluded|forbidden|prohibited|permitted|banned"
)
_MORE = "more less longer higher lower"
_COMPARATIVE = f"{_MORE} cheaper dearer better worse bigger smaller faster slower shorter older newer"
_NUMBERS = "a an half one two three four five six seven eight nine ten twelve"


def _any(words: str) -> str:
    return "|".join(words.split())


_BETWEEN = rf"(?:(?!(?:{_any(_AUXILIARIES)})\b)\w+ ){{0,2}}?"  # words before a noun, none of them a verb

# The first of which a pattern fits decides; each is tried on the question in lower case.
_FORMS: tuple[tuple[Form, tuple[str, ...]], ...] = (
    (
        "summary",
        (
            r"\bsummar|\bnutshell\b|\bin (?:short|brief|a few (?:words|lines|sentences))\b|\btl;?dr\b",
            r"\boverview\b|\bgist\b|\b(?:rundown|recap) (?:of|on)\b|^(?:please )?(?:sum up|recap)\b",
            r"\b(?:main|key) (?:points|ideas|decisions)\b|^(?:and )?what about\b|^tell me about\b",
            r"^what (?:is|are|was|were)\b.{1,80}\b(?:all about|about)\W*$",
            r"^what (?:was|were|has been) (?:decided|discussed|agreed|said|resolved)\b",
            r"^what did\b.{1,60}\b(?:decide|discuss|agree|resolve)\b",
            r"^what (?:is|was|does it say) in\b|^what .{1,60} say about\b",
            r"\bzusammenf|^fass\w* .*\bzusammen\b|^worum geht\b|^was steht i[nm]\b",
            r"^was (?:wurde|haben|hat)\b.*\b(?:beschlossen|besprochen|vereinbart|entschieden)\b",
            r"\brésum|^de quoi (?:parle|s'agit)|^qu'est-ce qu.{0,40}\b(?:décidé|discuté|convenu)\b",
        ),
    ),
    (
        "compare",
        (
            r"\bdifferences?\b|\bdiffers?\b|\bdifferent (?:from|to|between)\b",
            r"^(?:and )?(?:what|how) (?:is|are|was|were)\b.{0,60}\bdifferent\b",
            r"\bcompar(?!abl)|\bversus\b|\bvs\b|\bin common\b",
            r"\bwhich of (?:the (?:two|three|four)|these|those|them|both)\b",
            # "More than two guests" sets a limit and compares nothing.
            rf"\b(?!(?:{_any(_MORE)}) than (?:\d|(?:{_any(_NUMBERS)})\b))(?:{_any(_COMPARATIVE)})\b"
            r".{0,80}\b(?:than|or|with|between)\b",
            rf"^what (?:has |have )?(?:got|become|became) (?:{_any(_COMPARATIVE)})\b",
            r"^what (?:has |have )?changed (?:between|since)\b",
            rf"^(?:by )?how much (?:{_any(_COMPARATIVE)})\b(?! (?:can|may|must|should)\b)",
            rf"\b(?:{_EARLIER})\b.{{1,80}}\b(?:{_NOW})\b|\b(?:{_NOW})\b.{{1,80}}\b(?:{_EARLIER})\b",
            r"\bfrom one\b.{1,60}\bto the (?:next|other)\b",
            r"^(?:did|has|have|is|are)\b.{1,80}\b(?:gone? (?:up|down)|(?:got|become) \w+er|changed)\b",
            r"\bboth\b.{1,60}\b(?:plans?|schemes?|versions?|editions?)\b",
            r"\bunterschied|\bvergleich",
            r"\b(?:billig|teur|bess|schlecht|läng|kürz|höh|größ|klein|schnell)er als\b",
            r"\bdifférence|\b(?:plus|moins) \w+ que\b|\bmeilleure?s? que\b",
        ),
    ),
    (
        "steps",
        (
            rf"\bhow (?:{_any(_MODALS)}) (?:i|we|you|one|people)\b(?!.{{0,60}}\b(?:cost|know)\b)",
            rf"^(?:and |so )?how (?:{_any(_MODALS)}) (?:a|an|my|our|the) (?!.{{0,60}}\b(?:cost|know)\b)",
            r"\bhow to\b|\bgo about\b|\bwhat to do\b",
            r"^(?:what|which|list|name|give)\b.{0,30}\bsteps\b|\bsteps (?:to|for) (?!the\b|an?\b|my\b|our\b)",
            r"\bstep by step\b|\b(?:method|procedure|recipe|instructions|process|routine) (?:for|to|of)\b",
            r"\bwhat (?:do|must|should|shall) (?:i|we) (?:(?:have|need) to )?do\b",
            r"\bwhat (?:has|have) to be done\b|\bwhat (?:now|next)\W*$",
            r"^wie (?:\w+en? (?:ich|man|wir|sie)|kann|muss|soll|mache|geht)\b|\banleitung\b",
            r"\bwas (?:muss|soll|sollte|kann|müssen|sollen) (?:ich|man|wir) (?:tun|machen)\b|^was tun\b",
            r"^comment (?:faire|dois|puis|peut|\w+(?:er|ir|re))\b|^que faire\b",
        ),
    ),
    (
        "why",
        (
            r"^(?:and |but |so )?why\b|\bwhat(?:'s| is| was) the (?:reason|point|cause)\b|\bhow come\b",
            r"^(?:for )?(?:what|which) reason\b|^what caused\b",
            r"^(?:aber |und )?(?:warum|wieso|weshalb|wozu)\b|^(?:et |mais )?pourquoi\b",
        ),
    ),
    (
        "list",
        (
            rf"^(?:the )?(?:{_any(_THINGS)}) (?:for|of|in|to)\b",
            rf"^(?:and )?(?:what|which)(?: all)? (?:(?:are|were) )?(?:the )?{_BETWEEN}(?:{_any(_THINGS)})\b",
            r"\b(?:for|in|under) (?:which|what) (?:reasons|cases|circumstances|conditions|situations)\b",
            rf"^(?:and )?what (?:must|may|can|should|am|do|does|has|have)\b.{{0,40}}\b(?:{_NEEDS})\b",
            # "What is the weight allowed?" asks for one thing.
            rf"^(?:and )?what (?:is|are|was|were) (?!(?:{_any(_DETERMINERS)})\b).{{0,40}}\b(?:{_NEEDS})\b",
            r"^(?:and )?what (?:isn't|aren't|can't|cannot|mustn't|shouldn't|don't|doesn't|won't)\b",
            r"^list\b|\blist of\b|\bwhat all\b|\beverything (?:that|i|we)\b|\bname (?:all|the)\b",
            r"\bwhich ones\b",
            r"^(?:and )?(?:who|which \w+s|what \w+s) (?:are|were|belong|have)\b",
            r"^(?:and )?(?:which|what) \w+s (?:do|does|can|could|did)\b",
            # "Which dishes contain nuts?", but not "Which bus stops here?"
            r"^(?:and )?which (?:of (?:the|my|our) )?\w+[^\Wsiu]s [a-z]+(?<!s)\b",
            r"^(?:was|welche) .{0,60}\b(?:alles|nicht|mitbringen)\b|^was (?:brauche|brauchen|benötige)\b",
            r"^welche \w+(?:en|eln|ern)\b",
            r"^welche \w+ (?:brauche|darf|gibt|gelten|sind|dürfen|müssen|können)\b",
            r"^quel(?:le)?s\b|^que (?:dois|faut)\b",
        ),
    ),
    (
        "yesno",
        (
            rf"^(?:and |but |so )?(?!was (?:{_any(_AFTER_WAS)})\b)(?:{_any(_AUXILIARIES)})\b",
            rf"^(?:{_any(_GERMAN_VERBS)})\b",
            r"^est-ce\b|^y a-t-il\b|^(?:peut|dois|puis|peux)-",
            r"^(?:les?|la|mon|ma|mes|une?|l'\w+) .{1,60}\b\w+-(?:t-)?(?:ils?|elles?|on)\b",
        ),
    ),
)
_PATTERNS = tuple((form, re.compile("|".join(patterns))) for form, patterns in _FORMS)
# A follow-up, with words of the question before it: that one's value is asked for, and not all there is.
_LEANS = re.compile(r"(?:what|how) about\b[^?]{1,200}\?\s+\w", re.IGNORECASE)
_OF_PAST = re.compile(r"\W{0,3}(?:and )?how (?:did|was|were|had)\b", re.IGNORECASE)  # what happened is no way
_WHATS = re.compile(r"^(and )?what's\b")
_WH = "what|which|who|when|where|why|how"
_ASKS = rf"(?:{_WH}|in which|for which|{_any(_AUXILIARIES)})\b"
# What stands before the question: "Can you tell me", "If the alarm rings,".
_BEFORE = re.compile(
    r"^(?:please )?(?:(?:can|could|would|will) you (?:please )?(?:tell|show|explain to) (?:me|us)|do you know"
    rf"|tell me|(?:i|we)(?:'d| would)? (?:like|want|need) to know),? (?=(?:{_WH})\b(?! about\b))"
    r"|^(?:in|at|on|for|with|under|after|before|if|when|as|since|according to|during) [^,?]{1,80}, "
    rf"(?={_ASKS})"
)


def form_of(question: str, embed: Embed | None = None, model: Model | None = None) -> Form:
    """The form that a question wants: by patterns, or by the model where they leave it open and it is sure.

    `embed` is the embedded model's, asked only for a question that they leave open; without it they decide.

    >>> [form_of(text) for text in ("How do I clean it?", "Which tools may I borrow?", "Who is the chair?")]
    ['steps', 'list', 'fact']
    """
    by_pattern = by_patterns(question)
    if embed is None or by_pattern not in _LEFT_OPEN:
        return by_pattern
    weights, bias = model or _model()
    logits = weights @ form_features(by_pattern, embed(question)) + bias
    shares = np.exp(logits - logits.max())
    best = int(shares.argmax())
    form = FORMS[best] if shares[best] >= SURE * shares.sum() else by_pattern
    return by_pattern if form == "steps" and _OF_PAST.match(question) else form


def form_features(by_pattern: Form, vector: Vectors) -> Vectors:
    """What the model of forms reads of a question: its vector and the form of the patterns, as one row."""
    patterns = np.array([_PATTERN * (form == by_pattern) for form in FORMS], dtype=np.float32)
    row: Vectors = np.concatenate([_VECTOR * vector, patterns])
    return row


@cache
def _model() -> Model:
    with np.load(MODEL) as file:
        return file["weights"], file["bias"]


def by_patterns(question: str) -> Form:
    """The form by the question's words alone."""
    if _LEANS.match(question):
        return "fact"
    plain = _BEFORE.sub("", " ".join(asking(question.replace("’", "'")).lower().split()))
    plain = _WHATS.sub(r"\1what is", plain)
    return next((form for form, pattern in _PATTERNS if pattern.search(plain)), "fact")


def asking(question: str) -> str:
    """The first sentence that is a question, where others tell what it is about; else all."""
    sentences = [question[start:end] for start, end in sentence_spans(question)]
    return next((sentence for sentence in sentences if sentence.rstrip("\"'”’) ").endswith("?")), question)
