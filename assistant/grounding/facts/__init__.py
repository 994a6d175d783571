"""Hard facts of a claim that must not differ from its source.

In: a claim and its quotes. Out: `Clash`es. Read `alignment` (which sentence, which place), then the checks:
`numbers` (with `reckoning`), `dates`, `names`, `polarity` (denials, opposites), `quantities`, `roles`,
`clauses` (conditions, subjects), `cells` (which column of a row says it), `parallels` (what is told side by
side), `permission`; `presuppositions` puts the checks to a question.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.grounding.facts.alignment import Alignment, Clash, ClashKind, align
from assistant.grounding.facts.cells import cell_clashes, column_clashes
from assistant.grounding.facts.clauses import (
    are_conditional,
    condition_clashes,
    denial_clashes,
    exception,
    is_denied_beside,
    subject_clashes,
)
from assistant.grounding.facts.dates import date_clashes
from assistant.grounding.facts.names import name_clashes
from assistant.grounding.facts.numbers import number_clashes, rate_clashes
from assistant.grounding.facts.parallels import parallel_clashes, stated_beside, subjects_exchanged
from assistant.grounding.facts.permission import deny_alike, permission_clashes
from assistant.grounding.facts.polarity import (
    antonym_clashes,
    negation_clashes,
    only_denied,
    reordered_denial,
)
from assistant.grounding.facts.presuppositions import question_gaps
from assistant.grounding.facts.quantities import (
    comparison_clashes,
    is_beyond_limit,
    is_limited_alike,
    quantity_clashes,
)
from assistant.grounding.facts.roles import exchanged_clashes, role_clashes
from assistant.language.denials import denies
from assistant.language.parsed import LONGEST, parse

__all__ = ["Clash", "ClashKind", "clashes", "question_gaps"]

_CHECKS: tuple[Callable[[Alignment], Iterator[Clash]], ...] = (
    number_clashes,
    date_clashes,
    name_clashes,
    negation_clashes,
    antonym_clashes,
    quantity_clashes,
    comparison_clashes,
    role_clashes,
    rate_clashes,
    exchanged_clashes,
    permission_clashes,
    subject_clashes,
    condition_clashes,
    denial_clashes,
    cell_clashes,
    column_clashes,
    parallel_clashes,
    subjects_exchanged,
    reordered_denial,
    only_denied,
)
_POLARITY = frozenset({"negation", "antonym", "quantity"})
_TIME = re.compile(r"^\D+$|\b(?:hours?|minutes?)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}[.:]\d\d\b")
_FIGURES = frozenset({"number", "date", "unit"})
_SAME_THING = 0.5  # the share of the claim's words that its best sentence has


def clashes(claim: str, quotes: Sequence[str], context: str = "") -> list[Clash]:
    """What the claim says that the quotes do not say or say otherwise.

    `context` is what stands around the quotes: the title, headings, the sentences beside them. It may
    explain a name ("he") or a year ("that year"), but states nothing against a quote. Of a sentence that
    is longer than LONGEST only the beginning is read, and nothing is sure.
    """
    alignment = align(parse(claim[:LONGEST]), quotes, parse(context))
    differing = [clash for check in _CHECKS for clash in check(alignment)]
    if _may_deny(alignment):
        differing = [replace(clash, veto=False) if clash.kind in _POLARITY else clash for clash in differing]
    if (elsewhere := stated_beside(alignment)) and differing:
        differing = [
            clash
            for clash in differing
            if clash.said not in elsewhere and (clash.kind != "role" or clash.veto)
        ]
    if deny_alike(alignment) or is_limited_alike(alignment):
        differing = [clash for clash in differing if clash.kind != "negation"]
    whole = len(claim) <= LONGEST and all(len(quote.text) < LONGEST for quote in alignment.quotes)
    return [
        clash if whole and _is_sure(clash, alignment) else replace(clash, veto=False) for clash in differing
    ]


def _may_deny(alignment: Alignment) -> bool:
    """Whether it is of what the source excepts or limits, is said under a condition by both, or denies what
    the source denies elsewhere.
    """
    is_excepted = exception(alignment) is not None or is_beyond_limit(alignment) or are_conditional(alignment)
    return is_excepted or (denies(alignment.claim) and is_denied_beside(alignment))


def _is_sure(clash: Clash, alignment: Alignment) -> bool:
    """Whether the source speaks of the same thing: by words alone two sentences seldom exclude each other.

    An hour or a duration in words may follow from its times: "four hours" from 8 to 12 is not worked out.
    """
    if clash.kind not in _FIGURES:
        return clash.stated is None or alignment.best >= _SAME_THING
    has_times = any(quote.times or _CLOCK.search(quote.read) for quote in alignment.quotes)
    return not (has_times and _TIME.search(clash.said))
