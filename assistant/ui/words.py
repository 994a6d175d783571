"""The words of the page, all in one place."""

from documents.types import IngestStatus

TITLE = "Footnote"
LEAD = "Ask your own documents, and see the exact words behind every sentence of the answer."
QUESTION = "Your question"
PLACEHOLDER = "What do you want to know?"
ASK = "Ask"
STOP = "Stop"
NEW_CHAT = "New chat"

DOCUMENTS = "Documents"
DROP = "Drop files here to add them"
EXAMPLES = "Example documents"
EXAMPLES_GONE = "they were removed before, and are not added again"
NO_SOURCES = "No documents yet. Drop some files above."
REMOVE = "Remove"
REMOVE_SURE = "Remove this document from Footnote? Your own file stays where it is."

STARTING = "Getting ready: the models are being loaded. You can ask already."
READY = "Ready. {documents}. Language model: {model}"

SEARCHING = "Looking for the closest passages …"
WRITING = "Writing the answer and checking each sentence …"
CLOSEST = "Closest quotes"
SOURCES = "Where it stands"
NEAREST = "The nearest passages"
UNDERSTOOD = "Understood as:"
PARTLY = "partly"
PARTLY_WHY = "Only partly borne out"
LEFT_OUT = "Left out: {count} that your documents do not bear out"
PAGE = "page {number}"
NO_MODEL = "no language model"
STOPPED = "Stopped. Your question is still in the box."

STATUS: dict[IngestStatus, str] = {
    "added": "Added",
    "replaced": "Replaced",
    "unchanged": "Unchanged",
    "empty": "Empty",
    "failed": "Failed",
}
WAITING = "Waiting"
STEPS = {"reading": "Reading", "embedding": "Preparing for search", "saving": "Saving"}
