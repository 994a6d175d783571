"""What a number is counted by: 200 euros a week are not 200 euros a month."""

from collections.abc import Iterator

from assistant.grounding.facts.alignment import Alignment
from assistant.grounding.facts.clash import Clash
from assistant.language.numbers import Number, same_value
from assistant.language.parsed import Parsed

_PERIODS = {
    word: words.split()[0]
    for words in (
        "second seconds",
        "minute minutes",
        "hour hours hourly",
        "day days daily",
        "night nights nightly",
        "week weeks weekly",
        "fortnight fortnightly",
        "month months monthly",
        "quarter quarterly",
        "year years yearly annually annual annum",
        "decade decades",
    )
    for word in words.split()
}
_EACH = frozenset("a an per each every /".split())


def rate_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Numbers of the claim that the source counts by another stretch of time only."""
    for number in alignment.claim.numbers:
        said = _period(alignment.claim, number)
        if said is None:
            continue
        stated = [
            period
            for one in alignment.aligned
            for other in one.numbers
            if same_value(number, other) and (period := _period(one, other)) is not None
        ]
        if stated and said not in stated:
            reason = f"the source counts {number.text} by the {stated[0]}; the sentence by the {said}"
            yield Clash("unit", number.text, f"{number.text} a {stated[0]}", reason, True)


def _period(parsed: Parsed, number: Number) -> str | None:
    """The stretch of time right behind the number: "a week", "per day", "monthly"."""
    behind = [token.lower for token in parsed.tokens[number.last : number.last + 2]]
    if behind[:1] and behind[0] in _EACH:
        return _PERIODS.get(behind[1]) if len(behind) > 1 else None
    return _PERIODS[behind[0]] if behind and behind[0].endswith("ly") and behind[0] in _PERIODS else None
