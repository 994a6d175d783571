"""What a PDF's own record says: who wrote it and when the file was made."""

import re
from typing import Any

from documents.encodings import scrub

_MADE = re.compile(r"(?:D:)?((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])")


def pdf_facts(pdf: Any) -> dict[str, str | None]:  # Any: pypdfium2 has no types
    """Author and date (ISO) as fields of a RawDocument; None where the record does not say."""
    made = (_MADE.match(pdf.get_metadata_value(name)) for name in ("CreationDate", "ModDate"))
    date = next((f"{found[1]}-{found[2]}-{found[3]}" for found in made if found), None)
    return {"author": scrub(pdf.get_metadata_value("Author")) or None, "date": date}
