"""The sentences around an answer: what a person reads besides words of their documents."""

from collections.abc import Sequence

from assistant.types import Conflict, Wait
from documents.reading.notes import count

DECLINE = "Your documents do not say."
DECLINE_CHOSEN = "The chosen sources do not say."
UNCLEAR = (
    "It is not clear what this question is about. Please ask it as a whole question, with the names in it."
)
COURTESY = "Ask anything about your documents."
REPLIES = {  # to what asks nothing of documents, by what it is (language/remarks.py)
    "courtesy": COURTESY,
    "self": "Footnote looks for the answer in your documents, and shows the exact words that it rests on. "
    "Ask anything about them.",
    "doubt": "Open the quotes of an answer to read the words that it rests on in their place. "
    "If they are not what you meant, ask again in other words.",
}
NO_DOCUMENTS = "There are no documents yet. Add some, then ask again."
NO_MODEL = (
    "Quotes only: no language model is connected, so these are the closest sentences of your documents."
)
NOT_SURE = "Not sure that this answers your question"
TITLES = 12  # of documents that are named
MOST_MISSING = 3  # words of a question that a decline names; more of them help nobody
# Why a remark, such as "Here are the steps:", has no source.
STATES_NOTHING = "it states nothing that could be looked up"
QUOTES_ONLY = "Quotes only: no language model answered, so these are the closest sentences of your documents."

WAITS = {
    "starting": "Starting the language model …",
    "queued": "Waiting for the language model …",
    "reading": "Reading {words} words …",
    "checking": "Checking whether this answers the question …",
}
WRITING = "Writing …"
LOADING = "Loading the search models …"


def library(titles: Sequence[str], total: int, *, chosen: bool = False) -> str:
    """How many documents there are, and what some of them are called.

    >>> library(["The ferry", "House rules"], 5)
    'There are 5 documents. Those added last: “The ferry”, “House rules” and 3 more.'
    >>> library(["The ferry"], 1, chosen=True)
    '1 document is chosen. Its title: “The ferry”.'
    """
    if not total:
        return NO_DOCUMENTS
    verb, lead = ("is", "Its title") if total == 1 else ("are", "Their titles")
    documents = count(total, "document")
    begins = f"{documents} {verb} chosen." if chosen else f"There {verb} {documents}."
    if not titles:
        return begins
    listed = ", ".join(f"“{one_line(title)}”" for title in titles)
    if more := total - len(titles):
        lead = "Some of them" if chosen else "Those added last"
        listed += f" and {more:,} more"
    return f"{begins} {lead}: {listed}."


def one_line(text: str) -> str:
    """`text` with every run of white space a blank."""
    return " ".join(text.split())


def waiting(wait: Wait, words: int) -> str:
    """What is waited for, as a line; `words` is how many the model reads in all.

    >>> waiting(Wait("reading", 64, 400), 310)
    'Reading 310 words …'
    """
    return WAITS[wait.stage].format(words=words)


def nowhere(missing: Sequence[str]) -> list[str]:
    """The sentence that names the words which occur nowhere; none where nothing is to be named.

    What is meant may well stand there in other words, and be shown above it.

    >>> nowhere(["Mongolia", "2019"])
    ['Your documents do not use the words “Mongolia”, “2019”.']
    """
    if not missing:
        return []
    listed = ", ".join(f"“{word}”" for word in missing)
    return [f"Your documents do not use the word{'s' if len(missing) > 1 else ''} {listed}."]


def decline(missing: Sequence[str], *, chosen: bool = False) -> str:
    """The decline, with at most three words that occur nowhere; `chosen`: not all sources were asked.

    >>> decline(["Mongolia"])
    'Your documents do not say. Nowhere in them: Mongolia.'
    """
    sentence = DECLINE_CHOSEN if chosen else DECLINE
    return f"{sentence} Nowhere in them: {', '.join(missing[:MOST_MISSING])}." if missing else sentence


def more_in_document(count: int) -> str:
    """That items or sentences are not shown.

    >>> more_in_document(2)
    '2 more in the document'
    """
    return f"{count:,} more in the document"


def more_differences(number: int) -> str:
    """That some of what differs between two documents is not shown.

    >>> more_differences(1), more_differences(1200)
    ('1 more difference', '1,200 more differences')
    """
    return count(number, "more difference")


def rows_with(number: int, rows: int, what: str) -> str:
    """Above rows of a table that were picked by what they have in them.

    >>> rows_with(2, 21, "Price under £5"), rows_with(1, 1, "In stock 0")
    ('2 of 21 rows: Price under £5', '1 of 1 row: In stock 0')
    """
    return f"{number:,} of {count(rows, 'row')}: {what}"


def together(rows: str, column: str, total: str) -> str:
    """Above rows (`rows_with`) whose amounts were asked for, with the sum of these.

    >>> together("2 of 21 rows: Shop Bell & Co", "Paid", "£12.50")
    '2 of 21 rows: Shop Bell & Co; Paid together: £12.50'
    """
    return f"{rows}; {column} together: {total}"


def on_day(day: str, people: Sequence[tuple[str, str]]) -> str:
    """Above the rows of those who are on or off on a day, each with what is said of them.

    >>> on_day("Sat 9 May", [("Ann Lee", "9-5"), ("Bo", "9-5")])
    'Sat 9 May: Ann Lee, Bo (9-5)'
    >>> on_day("Fri", [("Ann", "9-5"), ("Bo", "1-5")])
    'Fri: Ann (9-5), Bo (1-5)'
    """
    values = {value for _, value in people}
    if len(values) == 1:
        shift = next(iter(values))
        return f"{day}: {', '.join(name for name, _ in people)}{f' ({shift})' if shift else ''}"
    return f"{day}: {', '.join(f'{name} ({value})' if value else name for name, value in people)}"


def columns_differ(names: Sequence[str]) -> str:
    """What the rows have in common that are shown for columns that a question compares.

    >>> columns_differ(["Bronze", "Silver", "Gold"])
    'Bronze, Silver and Gold differ'
    """
    return f"{', '.join(names[:-1])} and {names[-1]} differ"


def extreme_of(rows: int, column: str, *, largest: bool) -> str:
    """Above the row with the highest or lowest value of a table's column.

    >>> extreme_of(21, "Price", largest=False)
    'Lowest of 21 rows: Price'
    """
    return f"{'Highest' if largest else 'Lowest'} of {count(rows, 'row')}: {column}"


def latest_of(rows: int, what: str, place: int = 0) -> str:
    """Above the row of the latest day among those with what was asked for; of a day before at `place` 1 or 2.

    >>> latest_of(8, "Type MOT"), latest_of(8, "Type MOT", 1)
    ('Latest of 8 rows: Type MOT', 'Second latest of 8 rows: Type MOT')
    """
    return f"{('Latest', 'Second latest', 'Third latest')[place]} of {count(rows, 'row')}: {what}"


def row_at(place: int, rows: int) -> str:
    """Above a row that was asked for by its place.

    >>> row_at(40, 40)
    'Row 40 of 40'
    """
    return f"Row {place} of {rows}"


def only_in(title: str) -> str:
    """Above what one of two editions says and the other does not.

    >>> only_in("Prices 2025")
    'Only in Prices 2025'
    """
    return f"Only in {title}"


def orders_not_read(count: int) -> str:
    """That sentences were kept from the model.

    >>> orders_not_read(1)
    '1 sentence was not read: it speaks to the assistant.'
    """
    if count == 1:
        return "1 sentence was not read: it speaks to the assistant."
    return f"{count} sentences were not read: they speak to the assistant."


def disagreement(conflict: Conflict) -> str:
    """Who disagrees about what, in a sentence."""
    if len({row.citation.source_id for row in conflict.rows}) == 1:
        title = conflict.rows[0].citation.title
        return f"“{title}” says different things about {conflict.subject}."
    return f"Your sources disagree about {conflict.subject}."


def side_by_side(conflict: Conflict) -> str:
    """Who disagrees about what, with each value and the source that states it, and what replaces what."""
    rows = (
        f"{row.value} ({', '.join(filter(None, (row.citation.title, row.citation.file, row.date)))})"
        for row in conflict.rows
    )
    sides = f"{disagreement(conflict).rstrip('.')}: {'; '.join(rows)}."
    return f"{sides} {conflict.note}" if conflict.note else sides
