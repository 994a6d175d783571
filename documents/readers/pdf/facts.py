"""What a PDF's own record says: who wrote it and when the file was made."""

import re
from typing import Any

from documents.reading.encodings import scrub

_NOBODYS = ("20000101000000", "19700101000000", "19800101000000")  # of programs that leave the time out
_MADE = re.compile(r"((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])")


def author_and_day(pdf: Any) -> tuple[str | None, str | None]:  # Any: pypdfium2 has no types
    """The author, and the ISO date of making; None where the record does not say."""
    stated = (pdf.get_metadata_value(name).removeprefix("D:") for name in ("CreationDate", "ModDate"))
    made = (_MADE.match(value) for value in stated if not value.startswith(_NOBODYS))
    day = next(("-".join(found.groups()) for found in made if found), None)
    return scrub(pdf.get_metadata_value("Author")) or None, day
