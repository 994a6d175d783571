"""Sentences said otherwise with the same facts: what must not be flagged."""

import random
import re

from evals.studies.swapping.patterns import MONTHS
from evals.studies.swapping.sources import Line

_MONTH = "|".join(MONTHS)
_DIGITS = dict(
    zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True)
)
_CONTRACTED = [
    (r"\b(did|does|do|was|were|is|are|has|have|had|could|would|should) not\b", r"\1n't"),
    (r"\b(It|it|He|he|She|she|That|that) is\b", r"\1's"), (r"\b(They|they|We|we) are\b", r"\1're"),
    (r"\bcannot\b", "can't"), (r"\bwill not\b", "won't"),
]  # fmt: skip


def adverbial_last(line: Line, rng: random.Random) -> str | None:
    """What begins the sentence, "In 1973, ...", put last."""
    found = re.fullmatch(
        r"(In|On|By|During|After|Before|At|Since|From|Under|Despite|Until"
        r"|Throughout) ([^,]{3,60}), ([^,;:—]+)\.",
        line.text,
    )
    if not found or re.match(r"(?:that|which|who|when|and|but)\b", found[3]):
        return None
    main = found[3]
    return f"{main[0].upper()}{main[1:]} {found[1].lower()} {found[2]}."


def adverbial_first(line: Line, rng: random.Random) -> str | None:
    """What ends the sentence, "... in 1973.", put first."""
    found = re.fullmatch(
        r"((?:The|A|An|This|These|It|He|She|They|Some|Many|Most)\b[^,;:—()]+) (in|on|by|during"
        r"|after|since|at) ([^,;:—()]{4,40})\.",
        line.text,
    )
    if not found or re.search(r"\b(?:in|on|by|of|for|to|and|or)$", found[1]):
        return None
    main = found[1]
    return f"{found[2].capitalize()} {found[3]}, {main[0].lower()}{main[1:]}."


def active(line: Line, rng: random.Random) -> str | None:
    """The passive as active: "Y founded X"."""
    found = re.fullmatch(
        r"((?:The|A|An|This|His|Its|Their|[A-Z][a-z]+) ?[^,;:()]{0,60}?) (?:was"
        r"|were) ([a-z]+ed) by ([^,;:()]+?)((?: in| on| during| after| from| at) [^,;()]+)?\.",
        line.text,
    )
    if not found or re.search(r"\b(?:which|that|who|and|to)\b", found[1] + found[3]):
        return None
    subject = found[1]
    lower = (
        subject[0].lower() + subject[1:]
        if re.match(r"(?:The|A|An|This|His|Its|Their)\b", subject)
        else subject
    )
    doer = found[3][0].upper() + found[3][1:]
    return f"{doer} {found[2]} {lower}{found[4] or ''}."


def passive(line: Line, rng: random.Random) -> str | None:
    """The active as passive: "X was founded by Y"."""
    found = re.fullmatch(
        r"((?:The |A |An )?(?:[A-Z]?[a-z]+ ){0,3}?[A-Za-z]+[a-z]) ([a-z]{3,}ed) (the|a"
        r"|an) ([^,;:()]+?)((?: in| on| during| after) [^,;:()]+)?\.",
        line.text,
    )
    if not found or re.search(
        r"\b(?:was|were|is|are|had|has|have|been|that|which|who|not|never|and|it|he|she|they|to|of|in|for|from|also)\b",
        f"{found[1]} {found[4]}",
        re.IGNORECASE,
    ):
        return None
    doer = found[1]
    lower = doer[0].lower() + doer[1:] if doer.split()[0] in ("The", "A", "An") else doer
    return f"{found[3].capitalize()} {found[4]} was {found[2]} by {lower}{found[5] or ''}."


def contracted(line: Line, rng: random.Random) -> str | None:
    """With "didn't" for "did not"."""
    for pattern, short in _CONTRACTED:
        if re.search(pattern, line.text):
            return re.sub(pattern, short, line.text)
    return None


def numeral(line: Line, rng: random.Random) -> str | None:
    """Numbers in another form: 1,500 and 1500, three and 3, percent and %, 12 million and 12,000,000."""
    forms = [
        re.sub(r"(?<![\d,])\d{1,3}(?:,\d{3})+", lambda match: match.group().replace(",", ""), line.text),
        re.sub(r"(\d) ?(?:percent|per cent)\b", r"\1%", line.text),
        re.sub(r"(?<=\d)%", " per cent", line.text),
        re.sub(r"(?<![\d.,])(\d{1,3}) million\b", r"\1,000,000", line.text),
        re.sub(
            r"(?<!-)\b([a-z]+)\b(?= [a-z]+s\b)", lambda match: str(_DIGITS.get(match[1], match[1])), line.text
        ),
    ]
    changed = [form for form in forms if form != line.text]
    return rng.choice(changed) if changed else None


def date_form(line: Line, rng: random.Random) -> str | None:
    """A date such as January 18, 1974 as 18 January 1974, and back, or as 1974-01-18."""
    found = re.search(rf"\b({_MONTH}) (\d{{1,2}}), (\d{{4}})\b", line.text)
    if found:
        iso = f"{found[3]}-{MONTHS.index(found[1]) + 1:02}-{int(found[2]):02}"
        new = rng.choice(
            [
                f"{found[2]} {found[1]} {found[3]}",
                f"the {found[2]}th of {found[1]} {found[3]}" if 3 < int(found[2]) < 21 else iso,
                iso,
            ]
        )
    elif found := re.search(rf"\b(\d{{1,2}}) ({_MONTH}) (\d{{4}})\b", line.text):
        new = f"{found[2]} {found[1]}, {found[3]}"
    else:
        return None
    return line.text[: found.start()] + new + line.text[found.end() :]


def aside_dropped(line: Line, rng: random.Random) -> str | None:
    """What stands in brackets left out."""
    text = re.sub(r" \([^()]*\)", "", line.text)
    return text if text != line.text and len(text.split()) > 5 else None


def clauses_exchanged(line: Line, rng: random.Random) -> str | None:
    """The clause that begins with "although" put last."""
    found = re.fullmatch(r"(Although|While|When|Because|If|As|Once) ([^,;:()]+), ([^,;:()]+)\.", line.text)
    if not found:
        return None
    return f"{found[3][0].upper()}{found[3][1:]}, {found[1].lower()} {found[2]}."


PARAPHRASES = (
    adverbial_last, adverbial_first, active, passive, contracted, numeral, date_form, aside_dropped,
    clauses_exchanged,
)  # fmt: skip
