"""Questions of what somebody or something says of a subject, as the subject that is looked for there."""

import re

_REPORTED = re.compile(
    r"\W{0,3}(?:(?:so|and|but|also),? )?(?:"
    r"what(?:'s|'d| does| do| did)? (?P<who>[^?]{1,60}?) (?:say|tell(?: us)?|state|mention|write|think)s? "
    r"(?:about|regarding|concerning|on) (?P<what>[^?]{2,120}?)"
    r"|was (?:sagt|sagen|schreibt|schreiben|meint) (?P<wer>[^?]{1,60}?) (?:über|zu[mr]?) "
    r"(?P<was>[^?]{2,120}?)"
    r"|que (?:dit|disent) (?P<qui>[^?]{1,60}?) (?:sur|à propos de) (?P<quoi>[^?]{2,120}?)"
    r"|qué dicen? (?P<quien>[^?]{1,60}?) sobre (?P<que>[^?]{2,120}?)"
    r")[?.!\s]{0,9}",
    re.IGNORECASE,
)
_ANYBODY = re.compile(
    r"(?:it|they|he|she|we|you|people|(?:the|my|our|these|those) (?:documents?|files?|papers?)"
    r"|es|er|sie|man|on|il|elle|ils)",
    re.IGNORECASE,
)
# Who tells is nobody who would; a day, a page or all is no subject.
_NOBODY = re.compile(r"\b(?:would|should|could|can|will|else|do|does|did|i|about|of)\b", re.IGNORECASE)
_NO_SUBJECT = re.compile(
    r"(?:the )?(?:phone|telephone|page|back|front|cover|radio|label|whole|everything|all)\b|[^?]*\babout\b"
    r"|(?:\d|mon|tues|wednes|thurs|fri|satur|sun)[\w ]*",
    re.IGNORECASE,
)


def without_teller(subject: str) -> str:
    """What is asked about alone, of what `subject_of` gives.

    >>> without_teller("taxis (the 2023 policy)"), without_teller("pets")
    ('taxis', 'pets')
    """
    return subject.partition(" (")[0]


def subject_of(question: str) -> str:
    """What is asked about, with who or what is to tell it behind it; other questions as they are.

    >>> subject_of("what did the 2023 policy say about taxis?"), subject_of("What does it say about pets?")
    ('taxis (the 2023 policy)', 'pets')
    >>> subject_of("Was sagt die Satzung zum Grillen?"), subject_of("What was said about the roof?")
    ('Grillen (die Satzung)', 'What was said about the roof?')
    """
    match = _REPORTED.fullmatch(question)
    if not match:
        return question
    who, what = (part for part in match.groups() if part is not None)
    if _NOBODY.search(who) or _NO_SUBJECT.match(what):
        return question
    return what if _ANYBODY.fullmatch(who) else f"{what} ({who})"
