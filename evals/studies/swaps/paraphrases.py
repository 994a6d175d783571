"""Sentences said otherwise with the same facts: what must not be flagged."""

import random
import re

from evals.studies.swaps.patterns import MONTH, MONTHS
from evals.studies.swaps.sources import SourceSentence, put

_DIGITS = dict(
    zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True)
)
_CONTRACTED = [
    (r"\b(did|does|do|was|were|is|are|has|have|had|could|would|should) not\b", r"\1n't"),
    (r"\b(It|it|He|he|She|she|That|that) is\b", r"\1's"), (r"\b(They|they|We|we) are\b", r"\1're"),
    (r"\bcannot\b", "can't"), (r"\bwill not\b", "won't"),
]  # fmt: skip


def adverbial_last(sentence: SourceSentence, rng: random.Random) -> str | None:
    """What begins the sentence, "In 1973, ...", put last."""
    parts = re.fullmatch(
        r"(In|On|By|During|After|Before|At|Since|From|Under|Despite|Until"
        r"|Throughout) ([^,]{3,60}), ([^,;:—]+)\.",
        sentence.text,
    )
    if not parts or re.match(r"(?:that|which|who|when|and|but)\b", parts[3]):
        return None
    main = parts[3]
    return f"{main[0].upper()}{main[1:]} {parts[1].lower()} {parts[2]}."


def adverbial_first(sentence: SourceSentence, rng: random.Random) -> str | None:
    """What ends the sentence, "... in 1973.", put first."""
    parts = re.fullmatch(
        r"((?:The|A|An|This|These|It|He|She|They|Some|Many|Most)\b[^,;:—()]+) (in|on|by|during"
        r"|after|since|at) ([^,;:—()]{4,40})\.",
        sentence.text,
    )
    if not parts or re.search(r"\b(?:in|on|by|of|for|to|and|or)$", parts[1]):
        return None
    main = parts[1]
    return f"{parts[2].capitalize()} {parts[3]}, {main[0].lower()}{main[1:]}."


def active(sentence: SourceSentence, rng: random.Random) -> str | None:
    """The passive as active: "Y founded X"."""
    parts = re.fullmatch(
        r"((?:The|A|An|This|His|Its|Their|[A-Z][a-z]+) ?[^,;:()]{0,60}?) (?:was"
        r"|were) ([a-z]+ed) by ([^,;:()]+?)((?: in| on| during| after| from| at) [^,;()]+)?\.",
        sentence.text,
    )
    if not parts or re.search(r"\b(?:which|that|who|and|to)\b", parts[1] + parts[3]):
        return None
    subject, doer = parts[1], parts[3]
    if re.match(r"(?:The|A|An|This|His|Its|Their)\b", subject):
        subject = subject[0].lower() + subject[1:]
    return f"{doer[0].upper()}{doer[1:]} {parts[2]} {subject}{parts[4] or ''}."


def passive(sentence: SourceSentence, rng: random.Random) -> str | None:
    """The active as passive: "X was founded by Y"."""
    parts = re.fullmatch(
        r"((?:The |A |An )?(?:[A-Z]?[a-z]+ ){0,3}?[A-Za-z]+[a-z]) ([a-z]{3,}ed) (the|a"
        r"|an) ([^,;:()]+?)((?: in| on| during| after) [^,;:()]+)?\.",
        sentence.text,
    )
    if not parts or re.search(
        r"\b(?:was|were|is|are|had|has|have|been|that|which|who|not|never|and|it|he|she|they|to|of|in|for|from|also)\b",
        f"{parts[1]} {parts[4]}",
        re.IGNORECASE,
    ):
        return None
    doer = parts[1]
    lower = doer[0].lower() + doer[1:] if doer.split()[0] in ("The", "A", "An") else doer
    return f"{parts[3].capitalize()} {parts[4]} was {parts[2]} by {lower}{parts[5] or ''}."


def contracted(sentence: SourceSentence, rng: random.Random) -> str | None:
    """With "didn't" for "did not"."""
    for pattern, short in _CONTRACTED:
        if re.search(pattern, sentence.text):
            return re.sub(pattern, short, sentence.text)
    return None


def numeral(sentence: SourceSentence, rng: random.Random) -> str | None:
    """Numbers in another form: 1,500 and 1500, three and 3, percent and %, 12 million and 12,000,000."""
    forms = [
        re.sub(r"(?<![\d,])\d{1,3}(?:,\d{3})+", lambda match: match.group().replace(",", ""), sentence.text),
        re.sub(r"(\d) ?(?:percent|per cent)\b", r"\1%", sentence.text),
        re.sub(r"(?<=\d)%", " per cent", sentence.text),
        re.sub(r"(?<![\d.,])(\d{1,3}) million\b", r"\1,000,000", sentence.text),
        re.sub(
            r"(?<!-)\b([a-z]+)\b(?= [a-z]+s\b)",
            lambda match: str(_DIGITS.get(match[1], match[1])),
            sentence.text,
        ),
    ]
    changed = [form for form in forms if form != sentence.text]
    return rng.choice(changed) if changed else None


def date_form(sentence: SourceSentence, rng: random.Random) -> str | None:
    """A date such as January 18, 1974 as 18 January 1974, and back, or as 1974-01-18."""
    date = re.search(rf"\b({MONTH}) (\d{{1,2}}), (\d{{4}})\b", sentence.text)
    if date:
        iso = f"{date[3]}-{MONTHS.index(date[1]) + 1:02}-{int(date[2]):02}"
        new = rng.choice(
            [
                f"{date[2]} {date[1]} {date[3]}",
                f"the {date[2]}th of {date[1]} {date[3]}" if 3 < int(date[2]) < 21 else iso,
                iso,
            ]
        )
    elif date := re.search(rf"\b(\d{{1,2}}) ({MONTH}) (\d{{4}})\b", sentence.text):
        new = f"{date[2]} {date[1]}, {date[3]}"
    else:
        return None
    return put(date, new)


def aside_dropped(sentence: SourceSentence, rng: random.Random) -> str | None:
    """What stands in brackets left out."""
    text = re.sub(r" \([^()]*\)", "", sentence.text)
    return text if text != sentence.text and len(text.split()) > 5 else None


def clauses_exchanged(sentence: SourceSentence, rng: random.Random) -> str | None:
    """The clause that begins with "although" put last."""
    parts = re.fullmatch(
        r"(Although|While|When|Because|If|As|Once) ([^,;:()]+), ([^,;:()]+)\.", sentence.text
    )
    if not parts:
        return None
    return f"{parts[3][0].upper()}{parts[3][1:]}, {parts[1].lower()} {parts[2]}."


PARAPHRASES = (
    adverbial_last, adverbial_first, active, passive, contracted, numeral, date_form, aside_dropped,
    clauses_exchanged,
)  # fmt: skip
