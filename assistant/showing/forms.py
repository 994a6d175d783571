"""How a question wants to be answered, by its words."""

import re

from assistant.types import Form

_THINGS = (
    "things kinds sorts types reasons cases items tips rules conditions documents papers tools ingredients "
    "exceptions ways options examples people members points costs risks mishaps benefits requirements duties "
    "advice topics places names"
)
_VERBS = (
    "is are was were am do does did can could may might must should shall will would has have had isn't "
    "aren't don't doesn't can't won't darf dürfen kann können ist sind muss müssen hat haben gibt wird soll"
)
_BEFORE = "last year|last season|previous year|in the past|formerly|previously|used to|letztes jahr|früher"
_NOW = "now|today|this year|this season|nowadays|currently|heute|jetzt"
_NEEDS = "not|never|need to bring|have to|has to|need|allowed|already|pack|bring|take along|include|throw|put"


def _any(words: str) -> str:
    return "|".join(words.split())


# The first of which a pattern fits decides; each is tried on the question in lower case.
_FORMS: tuple[tuple[Form, tuple[str, ...]], ...] = (
    (
        "summary",
        (
            r"\bsummar|\bnutshell\b|\bin (?:short|brief|a few (?:words|lines|sentences))\b",
            r"\boverview\b|\bgist\b",
            r"\b(?:main|key) (?:points|ideas|decisions)\b|^(?:and )?what about\b|^tell me about\b",
            r"^what (?:is|are|was|were)\b.{1,80}\b(?:all about|about)\W*$",
            r"^what (?:was|were|has been) (?:decided|discussed|agreed|said|resolved)\b",
            r"^what did\b.{1,60}\b(?:decide|discuss|agree|resolve)\b",
            r"^what (?:is|was|does it say) in\b|^what .{1,60} say about\b",
            r"\bzusammenf|\brésum|^worum geht\b|^de quoi (?:parle|s'agit)",
        ),
    ),
    (
        "compare",
        (
            r"\bdifferen(?:t|ce|ces)\b|\bdiffers?\b|\bcompar|\bversus\b|\bvs\b|\bin common\b|\bwhich of\b",
            r"\b(?:cheaper|dearer|better|worse|longer|more|less|higher|lower|bigger|smaller|faster)\b.{0,80}"
            r"\b(?:than|or|with|between)\b",
            rf"\b(?:{_BEFORE})\b.{{1,80}}\b(?:{_NOW})\b|\b(?:{_NOW})\b.{{1,80}}\b(?:{_BEFORE})\b",
            r"\bfrom one\b.{1,60}\bto the (?:next|other)\b",
            r"\bboth\b.{1,60}\b(?:plans?|schemes?|versions?|editions?)\b",
            r"\bunterschied|\bvergleich|\bdifférence",
        ),
    ),
    (
        "steps",
        (
            r"^(?:and |so )?how (?:do|does|can|could|should|would|must|may) (?:i|we|you|one|people|a|an"
            r"|my|our|the) (?!.{0,60}\b(?:cost|know)\b)",
            r"\bhow (?:do|can) (?:i|we)\b|\bhow to\b|\bsteps?\b|\bgo about\b|\bwhat to do\b",
            r"\b(?:method|procedure|recipe|instructions|process|routine) (?:for|to|of)\b",
            r"\bwhat (?:do|must|should|shall) (?:i|we) do\b|\bwhat (?:has|have) to be done\b",
            r"^wie (?:kann|muss|soll|mache|geht)\b|^comment (?:faire|dois|puis|peut)\b|\banleitung\b",
        ),
    ),
    (
        "why",
        (
            r"^(?:and |but |so )?why\b|\bwhat(?:'s| is| was) the (?:reason|point|cause)\b|\bhow come\b",
            r"^(?:warum|wieso|weshalb|wozu)\b|^pourquoi\b",
        ),
    ),
    (
        "list",
        (
            rf"^(?:the )?(?:{_any(_THINGS)}) (?:for|of|in|to)\b",
            rf"^(?:and )?(?:what|which)(?: all)? (?:\w+ ){{0,2}}?(?:{_any(_THINGS)})\b",
            r"\b(?:for|in|under) (?:which|what) (?:reasons|cases|circumstances|conditions|situations)\b",
            rf"^(?:and )?what (?:must|may|can|should|am|are|do|does|is|has|have)\b.{{0,40}}\b(?:{_NEEDS})\b",
            r"^list\b|\blist of\b|\bwhat all\b|\beverything (?:that|i|we)\b|\bname (?:all|the)\b",
            r"\bwhich ones\b",
            r"^(?:and )?(?:who|which \w+s|what \w+s) (?:are|were|belong|have|do|does|can|could|did)\b",
            r"^(?:was|welche) .{0,60}\b(?:alles|nicht|mitbringen)\b|^quel(?:le)?s\b|^que (?:dois|faut)\b",
        ),
    ),
    (
        "yesno",
        (rf"^(?:and |but |so )?(?:{_any(_VERBS)})\b", r"^est-ce\b|^(?:peut|dois|puis)-"),
    ),
)
_PATTERNS = tuple((form, re.compile("|".join(patterns))) for form, patterns in _FORMS)


def form_of(question: str) -> Form:
    """The form by the question's words alone.

    >>> [form_of(one) for one in ("How do I clean it?", "Which tools may I borrow?", "Who is the chair?")]
    ['steps', 'list', 'fact']
    """
    asked = " ".join(question.replace("’", "'").lower().split())
    return next((form for form, pattern in _PATTERNS if pattern.search(asked)), "fact")
