"""Questions that ask what a thing is, who a person is, and who made a thing."""

import re
from collections.abc import Iterator

from assistant.question_subjects import Candidate, Usage, is_definite, is_name, noun_phrase

_PEOPLE = (
    "(?:actor|actress|architect|artist|astronaut|author|biologist|botanist|captain|chair|chairman|chairwoman|"
    "chemist|chef|composer|director|economist|engineer|emperor|empress|footballer|governor|historian|inventor|"
    "journalist|judge|king|lawyer|manager|mathematician|mayor|minister|missionary|musician|novelist|nurse|"
    "officer|painter|philosopher|physician|physicist|poet|politician|pope|president|priest|prince|princess|"
    "professor|queen|reformer|scholar|scientist|sculptor|secretary|senator|singer|theologian|treasurer|"
    "warden|writer)"
)
_PERSON = re.compile(
    rf"(?:(?:an?|the) (?:[\w-]{{1,40}} ){{0,4}}?|(?:[a-z]{{1,40}} )?){_PEOPLE}"
    r"(?=,|\.| (?:of|in|at|and|who|from)\b)"
)
_NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,2}"
_OFFICE = re.compile(
    rf"The (?P<np>(?:[a-z-]+ ){{1,2}}{_PEOPLE}|{_PEOPLE} of (?:the )?[A-Z]\w+) (?P<v>is|was) {_NAME}(?=[.,])"
)
_MADE_BY = re.compile(
    r"(?P<np>.{1,200}?) was (?P<done>founded|designed|invented|discovered|painted|composed) by "
    rf"(?:the )?{_NAME}"
)
_DEFINES = re.compile(r"(?P<np>.{1,200}?) (?P<v>is|are|was|were) (?P<rest>.+)")
_SAYS_WHAT = re.compile(
    r"(?:an?|the) (?!(?:same|case|only|best|worst|first|last|most|more|reason|result|problem|way|subject|bit|"
    r"lot|few|little|matter|question|good|bad|great|must|fact|one|next|other|key|total|number|majority|aim)\b)"
    r"(?:\S+ ){3,}"
)
_HIS = re.compile(r"\b(?:he|she|his|him|her)\b", re.IGNORECASE)


def definition_questions(line: str, usage: Usage, around: str) -> Iterator[Candidate]:
    """What or who the plain sentence `line`, out of the passage `around`, says that something is."""
    yield from _definition(line, usage, around)
    yield from _office(line)
    yield from _maker(line, usage)


def _definition(line: str, usage: Usage, around: str) -> Iterator[Candidate]:
    found = _DEFINES.match(line)
    subject = noun_phrase(found["np"], usage, plural=found["v"] in ("are", "were")) if found else None
    if found is None or subject is None:
        return
    verb, named = found["v"], is_name(subject)
    if named and verb in ("is", "was") and not subject.startswith("the ") and _PERSON.match(found["rest"]):
        yield Candidate(f"Who {verb} {subject}?", "who", 0)
    elif _SAYS_WHAT.match(found["rest"]) and _is_thing(subject, found, around):
        yield Candidate(f"What {verb} {subject}?", "what", 0 if named else 1)


def _is_thing(subject: str, found: re.Match[str], around: str) -> bool:
    """Whether "What is" asks well: for a thing with a name, and for a kind of thing."""
    parts = subject.split()
    if is_name(subject):
        return len(parts) == 1 or parts[0] == "the" or not _HIS.search(around)
    if found["v"] not in ("is", "are") or " of " in subject or re.search("['’]s?(?: |$)", subject):
        return False
    if parts[0] == "the":
        return len(parts) > 2 and found["rest"].startswith(("a ", "an "))
    return not (len(parts) > 1 and parts[0].endswith("ing"))


def _office(line: str) -> Iterator[Candidate]:
    if found := _OFFICE.match(line):
        yield Candidate(f"Who {found['v']} the {found['np']}?", "who", 0)


def _maker(line: str, usage: Usage) -> Iterator[Candidate]:
    found = _MADE_BY.match(line)
    subject = noun_phrase(found["np"], usage) if found else None
    if found and subject and is_definite(subject):
        yield Candidate(f"Who {found['done']} {subject}?", "maker", 0)
