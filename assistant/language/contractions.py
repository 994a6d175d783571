"""Short forms and slips as people type them: "wont", which else denies nothing, "when's", "wich"."""

import re

from index.models.gloss import language_of

_CONTRACTED = re.compile(
    r"\b(?:wo|do|ca|does|did|is|are|was|were|has|have|had|would|could|should|must|need|ai)nt\b", re.IGNORECASE
)
_ASKED = re.compile(  # where a question begins: "my son whos 14" goes on with what was asked before
    r"^(\W{0,3}(?:(?:and|so|but|ok|okay|hi|hello|hey)\b[ ,]{1,3}){0,3}(?:when|where|who|what|how))['’]?s\b"
    r"(?! (?:got|been|had|paid|gone|done|come|taken|it|he|she|they|we|you|i|\w{3,12}ed)\b)",
    re.IGNORECASE,
)
_DAYS = {"tues": "Tuesday", "weds": "Wednesday", "thur": "Thursday", "thurs": "Thursday"}
# Small words as they are mistyped: those that ask tell what form an answer has.
_HASTY = {
    **dict.fromkeys(("wich", "whitch", "whcih"), "which"),
    **dict.fromkeys(("waht", "wht"), "what"),
    **dict.fromkeys(("wehn", "whne"), "when"),
    **dict.fromkeys(("wher", "whre", "wehre"), "where"),
    **dict.fromkeys(("shud", "shoud", "shld"), "should"),
    **{"hwo": "how", "mutch": "much", "teh": "the", "hte": "the"},
}
_APART = r"(?<![\w./+'’-]){}(?![\w/+'’-]|\.\w)"  # no part of a name, an address or initials
_TYPED = re.compile(_APART.format(f"(?:{'|'.join(_HASTY)})"), re.IGNORECASE)
_YOU = re.compile(r"\b((?i:can|do|did|could|would|should|if|are)|r) u\b")  # "can u bring"
_ARE = re.compile(r"\br (?=(?:you|we|they|there)\b)")  # "what time r they back"
_WHAT = re.compile(r"^(\W{0,3})w[ao]t (?=[a-z])")  # elsewhere, or with a capital, it may be a name
_YEARS = re.compile(_APART.format(r"(\d\d)/(\d\d)"))
_MONTHS = 12
_DAY = re.compile(rf"\b(?:{'|'.join(_DAYS)})\b\.?", re.IGNORECASE)


def spelled_out(text: str) -> str:
    """The text with the apostrophes that English negations lack, with whole verbs and names of days.

    >>> spelled_out("why wont it start, I cant see it"), spelled_out("le chat dont on parle")
    ("why won't it start, I can't see it", 'le chat dont on parle')
    >>> spelled_out("and when's payday"), spelled_out("whats on weds?"), spelled_out("who's paid")
    ('and when is payday', 'what is on Wednesday?', "who's paid")
    >>> spelled_out("Wich journal do u mean"), spelled_out("hwo mutch is it, in teh u.s.")
    ('Which journal do you mean', 'how much is it, in the u.s.')
    >>> spelled_out("total spending 24/25"), spelled_out("on 11/12 and 3/4")
    ('total spending 2024-25', 'on 11/12 and 3/4')
    >>> spelled_out("wat shud i wear when r u open"), spelled_out("Wat Arun: plots in r the package")
    ('what should i wear when are you open', 'Wat Arun: plots in r the package')
    """
    language = language_of(text)
    if language == "fr":  # "dont" is a word of theirs
        return text
    if language in (None, "en"):
        text = _TYPED.sub(lambda match: _as_written(_HASTY[match[0].lower()], match[0]), text)
        text = _WHAT.sub(r"\1what ", _ARE.sub("are ", _YOU.sub(r"\1 you", text)))
    text = _CONTRACTED.sub(lambda match: f"{match[0][:-1]}'{match[0][-1]}", text)
    text = _ASKED.sub(r"\1 is", text)
    text = _YEARS.sub(_in_full, text)
    return _DAY.sub(lambda match: _DAYS[match[0].lower().rstrip(".")], text)


def _in_full(years: re.Match[str]) -> str:
    """Two years that follow each other as documents write them; what may be a date or a score stays."""
    first, second = int(years[1]), int(years[2])
    return f"20{first}-{second}" if second == first + 1 and second > _MONTHS else years[0]


def _as_written(word: str, typed: str) -> str:
    """The word with a capital where what was typed has one."""
    return word.capitalize() if typed[0].isupper() else word
