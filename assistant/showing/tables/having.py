"""The rows that have what a question asks for in a column: a value, yes, or nothing yet."""

import re
from collections.abc import Sequence

from assistant.evidence.gathering import Scored
from assistant.language.dates import YEAR
from assistant.language.opposites import are_opposites
from assistant.language.parsed import days_in
from assistant.language.terms import HAS_DIGIT, content_stems
from assistant.language.tokens import tokenize
from assistant.showing.pieces import Piece
from assistant.showing.tables.row_questions import is_denied
from assistant.showing.tables.rows import NOTHING
from assistant.showing.tables.selection import GENERAL, RowSelection, piece_of_rows_with, select_rows
from assistant.showing.tables.whole import Table
from documents.text.blocks import UNDER
from index.words import WORD, content_words, words

NO, YES = ("no", "none", "out", "sold out", "-", "–", "nein", "non"), ("yes", "ja", "oui", "sí", "✓")
_OWES = re.compile(
    r"\b(?:still )?(?:owes?|owed|owing|outstanding|unpaid|in arrears|ha(?:s|ve) (?:still )?to pay"
    r"|(?:is|are|still|yet) (?:open|due|to pay))\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\b(?:money|anything|something|us|me|still|yet)\b", re.IGNORECASE)  # what is owed
_IS_OWED = re.compile(  # with its currency or what it is: "Open EUR", "Amount outstanding", "Balance due"
    r"(?:(?:amount|balance|sum|still|total) )?(?:open|outstanding|owing|owed|unpaid|arrears|due|to pay)"
    r"(?: (?:amount|balance))?(?:,? \(?(?:[£€$]|gbp|eur|euros?|usd|chf|sek|nok|dkk|pln)\)?)?",
    re.IGNORECASE,
)
_NOT_DONE = ("", *NO, "0", "0.00", "n/a", "nil", "not yet", "pending", "open", "?", "tbc")
_BY_SOMEBODY = re.compile(r"\b(?:to|by|from)$", re.IGNORECASE)  # "Lent to", below which names stand
_FOR_ONE = re.compile(  # "lent to Ann": of that rows with her name there are asked
    r"\b(?:to|by|from) (?!(?:whom?|me|us|anyone|anybody|someone|somebody|people|others)\b)\w", re.IGNORECASE
)
_ENDS = re.compile(r"\b(?:returned|back|cancel\w+|refunded|ended|closed)\b", re.IGNORECASE)
_SOME = 0.8  # the share of a table's rows up to which an entry tells them apart
VALUES = 8  # of one column, that a question may name
_NEEDED = content_stems("need required necessary")  # beside what a column is about
_WITHOUT = r"(?i:without|\bno\b|n['’]t\b|\b(?:do|does|did|is|are|was|were|has|have|had|can|wo)n?t\b)"
_DENIALS = re.compile(rf"{_WITHOUT}|(?i:\bnot\b)")
# "Which volunteers have keys?", of a column "Keys" with yes and no; not "Do all have keys?".
_HAVING = (
    r"(?i:^\W{0,3}(?:(?:and|so) )?(?:which|who|list|show|how many)\b[^,.;]{0,60}"
    r"\b(?:have|has|got|with|needs?)(?: (?:an?|the|any|all|their|own)){0,2})"
)
_ASKS_WHICH = re.compile(
    r"\W{0,3}(?:(?:and|so) )?(?:which|what|who|list|show|how many|any|are there)\b", re.IGNORECASE
)
_KIND_ASKED = re.compile(rf"{_ASKS_WHICH.pattern}(?: (?:all|the|of|my|our))* \w+", re.IGNORECASE)
_NOT_WITHOUT = re.compile(
    r"(?:\bnot\b|\bcannot\b|n['’]t\b)(?: (?!and\b|or\b)\w+){0,4} without\b", re.IGNORECASE
)
# What denies, excepts, or asks for what is still to come.
_EXCEPTS = re.compile(
    rf"{_WITHOUT}|(?i:\b(?:not|never|neither|nor|lack\w*|exempt\w*|free of|except\w*|besides|apart from"
    r"|exclud\w+|left out|still|yet|remain\w*|to be|unless)\b)"
)
_NOT = re.compile(r"\bnot\b|(?<=[a-z])n['’]t\b|\bnon-|\bfree of\b|\bwithout\b", re.IGNORECASE)
_OF_WHAT = re.compile(r"\W{0,3}what (?:is|are|was|were|do|does|did|has|have|had)\b", re.IGNORECASE)
DONE = re.compile(r"\w+ed|paid|sold|done|sent|lent|given|taken", re.IGNORECASE)  # of something, or not yet
_SEVERAL = 2  # words of a question that a column's name may have more than
_ASIDE = re.compile(r"\s?\([^()]{0,80}\)\s*$")
_LONG = 3  # letters of a column's word by which it is known


def without_entry(
    question: str, table: Table, scored: Scored, selection: RowSelection, *, later: bool
) -> list[Piece]:
    """The rows in which something is not done yet: "open" asks for those with nothing in a column "Closed".

    The column must tell of each row that it is done, by a date or by yes.
    """
    if not _ASKS_WHICH.match(question) or is_denied(question):
        return []
    named = {token.stem for name in table.columns.values() for token in tokenize(name)}
    tokens = tokenize(question)
    unnamed = [token for token in tokens if token.stem not in named]
    for column, name in table.columns.items():
        head = [token for token in tokenize(name) if token.content]
        opposite = [token for token in unnamed if len(head) == 1 and are_opposites(token, head[0])]
        if not (opposite and DONE.fullmatch(name.strip())):
            continue
        texts = {row: table.text(row, column) for row in selection.rows}
        rows = [row for row, text in texts.items() if text.lower() in ("", *NO)]
        done = [text for row, text in texts.items() if row not in rows]
        if not rows or not done or not all(text.lower() in YES or text[:1].isdigit() for text in done):
            continue
        rest = " ".join(token.text for token in tokens if token not in opposite)
        by_rest = select_rows(rest, table, scored.sentence.label, first=True)
        sure = by_rest is not None and by_rest.known and not later
        return [
            piece_of_rows_with(table, rows, f"{name} {NOTHING}", scored.score, of=selection.rows, sure=sure)
        ]
    return []


def with_entry(question: str, table: Table, selection: RowSelection, score: float) -> list[Piece]:
    """The rows with something in a column of what is done to some: "What is lent out?", of "Lent to"; those
    with nothing or no, where the question has a "not" before it: "Who has not paid?", of "Paid 2025".
    """
    before, *behind = _NOT.split(question.replace(" yet", " "), maxsplit=1)
    if not _ASKS_WHICH.match(question) or any(map(_EXCEPTS.search, (before, *behind))):
        return []
    for column, name in table.columns.items():
        first, *rest = content_words(YEAR.sub(" ", name)) or [""]
        if rest or not DONE.fullmatch(first) or first not in words((behind or [before])[0]):
            continue
        if asks_of_others(question, table, column) or _FOR_ONE.search(question):
            return []
        texts = {row: table.text(row, column) for row in selection.rows}
        rows = [row for row in texts if (texts[row].lower() in _NOT_DONE) is bool(behind)]
        if 0 < len(rows) <= _SOME * len(selection.rows):
            kinds = {texts[row] for row in rows}
            value = (kinds.pop() if len(kinds) == 1 else "") or NOTHING
            what = f"{name} {value}" if behind else name
            entries = (text for text in texts.values() if text.lower() not in _NOT_DONE)
            plain = _BY_SOMEBODY.search(name) or all(text.lower() in YES or days_in(text) for text in entries)
            sure = bool(selection.known and plain and not _is_over(table, rows))
            return [piece_of_rows_with(table, rows, what, score, of=selection.rows, sure=sure)]
    return []


def asks_of_others(question: str, table: Table, column: int) -> bool:
    """Whether a question has a word of another column's name than this one and that of the rows' names; what
    it asks for, "which bookings", is none.
    """
    own = {0, column, table.name_column}
    names = {at: content_stems(YEAR.sub(" ", name)) for at, name in table.columns.items()}
    known = frozenset().union(*(names.get(at, frozenset()) for at in own)) | GENERAL
    others = frozenset().union(*(stems for at, stems in names.items() if at not in own)) - known
    return not others.isdisjoint(content_stems(_KIND_ASKED.sub(" ", question)))


def _asks_of_done(question: str, table: Table, column: int) -> bool:
    """Whether a question has the name of another column of what is done, too: "paid but have no shed"."""
    others = (name for at, name in table.columns.items() if at != column and DONE.match(name))
    return any(content_stems(name) & content_stems(question) for name in others)


def _is_over(table: Table, rows: Sequence[int]) -> bool:
    """Whether a column tells of one of these rows that what was done to it has ended: "Returned"."""
    ends = [at for at, name in table.columns.items() if _ENDS.search(name)]
    return any(table.text(row, at).lower() not in _NOT_DONE for at in ends for row in rows)


def owing(question: str, table: Table, label: str, score: float, *, later: bool) -> list[Piece]:
    """The rows with more than 0 in the one column of what is still to be paid: "Which bookings are open?"."""
    owes = _OWES.search(question)
    if owes is None or not _ASKS_WHICH.match(question):
        return []
    columns = {
        at: column
        for at, name in table.columns.items()
        if _IS_OWED.fullmatch(name.rpartition(UNDER)[2].strip())
        and (column := table.column(at, table.numbers)).amounts
    }
    rest = _MONEY.sub(" ", f"{question[: owes.start()]} {question[owes.end() :]}")
    selection = select_rows(rest, table, label, first=True)
    if len(columns) != 1 or selection is None or any(asks_of_others(rest, table, at) for at in columns):
        return []
    if len(selection.rows) == 1:
        return []  # "What do we owe Rosie?" asks for its cell
    ((at, column),) = columns.items()
    rows = [row for row in selection.rows if row in column.amounts and column.amounts[row].low > 0]
    if not rows:
        return []
    whole = all(row in column.amounts or not table.text(row, at) for row in selection.rows)
    sure = selection.known and whole and not later
    return [
        piece_of_rows_with(table, rows, f"{table.columns[at]} above 0", score, of=selection.rows, sure=sure)
    ]


def with_value(question: str, table: Table, selection: RowSelection, score: float) -> list[Piece]:
    """The rows of the group that a question names, or those with a value that it names beside its column."""
    denied = is_denied(question)
    twice = len(_DENIALS.findall(question)) > 1  # "not borrow without training"
    for column, name in table.columns.items():
        values = {row: text for row in selection.rows if (text := table.texts.get((row, column)))}
        kinds = set(values.values())
        words = [word for word in WORD.findall(name) if len(word) >= _LONG]
        if not column or len(kinds) < 2 or not words or _opposites(question, name):
            continue
        head = f"(?i:{'|'.join(map(re.escape, words))})"
        lacking = not twice and re.search(rf"{_WITHOUT}[^,.;]{{0,20}} {head}", question)
        having = not denied and not lacking and re.search(rf"{_HAVING} {head}", question)
        for value in dict.fromkeys(values.values()):
            # "The A badge", not "a badge".
            case = "" if len(value) == 1 else "(?i)"
            pattern = rf"{case}(?:(?<!\w){re.escape(value)} {head}|{head} {re.escape(value)}(?!\w))"
            if (
                (lacking and value.lower() in NO)
                or (having and value.lower() in YES)
                or (len(kinds) <= VALUES and not denied and re.search(pattern, question))
            ):
                rows = [row for row, text in values.items() if text == value]
                sure = selection.known and not _asks_of_done(question, table, column)
                return [
                    piece_of_rows_with(table, rows, f"{name} {value}", score, of=selection.rows, sure=sure)
                ]
    whole = [row for row, entry in enumerate(table.rows) if entry.group == selection.group]
    if selection.group and not denied and whole == list(selection.rows):
        return [piece_of_rows_with(table, selection.rows, selection.group, score, sure=selection.known)]
    return []


def with_yes(question: str, table: Table, selection: RowSelection, score: float) -> list[Piece]:
    """The rows with yes in the one column of yes and no of whose name the question has all words, or which
    has all words of the question: "Toxic to cats and dogs" those of "which plants are toxic to cats". Those
    with no where it has them behind a "not", or the opposite of one: "safe for cats".

    "Which races count for the championship?" asks for those with yes in "Championship", also where "count" is
    found in a row with no; and so does what one cannot have without it. They are never sure.
    """
    if not _ASKS_WHICH.match(question) or _OF_WHAT.match(question) or HAS_DIGIT.search(question):
        return []  # "furnished flats with parking", "championship races at 10:30"
    # "What can I not borrow without an induction" denies nothing.
    before, *behind = _NOT.split(_NOT_WITHOUT.sub(" ", question), maxsplit=1)
    if any(map(_EXCEPTS.search, (before, *behind))):
        return []
    texts = {
        column: [_plainly(text).lower() for text in table.texts_of(column)]
        for column in table.columns
        if column
    }
    columns = [
        (column, denied)
        for column, own in texts.items()
        if {*YES, *NO}.issuperset(own)
        and (denied := _denies(before, behind, table.columns[column], table)) is not None
    ]
    if len(columns) != 1:
        return []
    ((column, denied),) = columns
    rows = [row for row, text in enumerate(texts[column]) if (text in NO) is denied]
    if not 0 < len(rows) < len(table.rows):
        return []
    own = [row for row in rows if row in selection.rows]
    what = f"{table.columns[column]} {_plainly(table.text(rows[0], column))}"
    return [
        piece_of_rows_with(table, own or rows, what, score, of=selection.rows if own else None, sure=False)
    ]


def _denies(before: str, behind: Sequence[str], header: str, table: Table) -> bool | None:
    """Whether a question that is cut at its "not" asks for the rows that have not what a column is about;
    None where it does not ask about that.
    """
    question = " ".join((before, *behind))
    opposites = _opposites(question, header)
    asked_stems = {opposites.get(stem, stem) for stem in content_stems(question)}
    rest = asked_stems - GENERAL - content_stems(table.columns.get(table.name_column, ""))
    stems = content_stems(header)
    if not (
        stems - _NEEDED and (stems <= asked_stems | _NEEDED or (len(rest) >= _SEVERAL and rest <= stems))
    ):
        return None
    if behind and not stems.isdisjoint(content_stems(before)):
        return None  # "toxic to cats but not to dogs"
    return bool(behind) is not bool(opposites)


def _opposites(question: str, header: str) -> dict[str, str]:
    """The words of a question that are opposites of a word of a column's name, with that; as stems."""
    column = [token for token in tokenize(header) if token.content]
    return {
        token.stem: own.stem for token in tokenize(question) for own in column if are_opposites(token, own)
    }


def _plainly(cell: str) -> str:
    """A cell without what it says in brackets: "Yes (walnut)"."""
    return _ASIDE.sub("", cell).strip()
