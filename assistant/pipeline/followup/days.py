"""Follow-ups that ask for another day: "and on 6 March?", "and the week after?"."""

import datetime
import re

from assistant.language.parsed import parse
from assistant.pipeline.followup.turn import Turn
from index.words import content_words

# "on the day after": of a day that was asked about
MOVED = re.compile(
    r"(?:(?:on|in) )?(?:the )?(?:(?P<before>(?:(?:day|week) before|(?:previous|preceding) (?:day|week)))"
    r"|(?:day|week) after(?: that)?|(?:following|next) (?:day|week)|(?:a|one) (?:day|week) later)",
    re.I,
)
WEEKDAY_BEFORE = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?:the )?$", re.I)
ANY_YEAR = 2026  # in which a day without its year is counted on


def replaced_date(turn: Turn) -> str | None:
    """Puts "6 March" in the place of "30 January"."""
    new, old = ([date.text for date in parse(text).dates if date.is_day] for text in (turn.bare, turn.last))
    if len(new) != 1 or not old or content_words(turn.bare.replace(new[0], " ")):
        return None
    start = turn.last.rindex(old[-1])
    return turn.last[:start] + new[0] + turn.last[start + len(old[-1]) :]


def moved_date(turn: Turn) -> str | None:
    """Puts the day that is meant by "the week after?" in the place of the one that was asked about."""
    moved = MOVED.fullmatch(turn.bare)
    days = [date for date in parse(turn.last).dates if date.is_day and len(date.days) == 1]
    if moved is None or not days:
        return None
    month, day = days[-1].days[0]
    year = days[-1].years[0] if days[-1].years else ANY_YEAR
    steps = datetime.timedelta(days=7 if "week" in moved.group().lower() else 1)
    try:
        new = datetime.date(year, int(month or 0), int(day or 0)) + (-steps if moved["before"] else steps)
    except ValueError:  # there is no such day
        return None
    text = f"{new.day} {new:%B}{f' {new.year}' if days[-1].years else ''}"
    start = turn.last.rindex(days[-1].text)
    before = WEEKDAY_BEFORE.sub("", turn.last[:start])
    return before + text + turn.last[start + len(days[-1].text) :]
