"""The words of the page, all in one place."""

from typing import Literal

from documents.types import DatedBy, IngestStatus

TITLE = "Footnote"
LEAD = "Ask your own documents, and see the exact words behind every sentence of the answer."
BUG = "Something went wrong inside ({error}). Start Footnote with -v to see more."
UNREACHED = "The page could not reach Footnote. Try again in a moment; if it was closed, start it again."
COPY_REFUSED = "The browser does not let this page copy. Select the text and copy it with the keyboard."
GONE = (
    "Footnote does not answer. If you started it, start it again; if not, tell who did. "
    "Conversations and documents are kept."
)
LEAVING = "Footnote is about to be stopped or started again. Ask again in a minute."
NOT_BEGUN = "Footnote was stopped before this was begun."

# The rail
PLACES = "Places"
CONVERSATIONS = "Conversations"
MENU = "Menu"
NEW_CHAT = "New chat"
CHAT = "Chat"
FIND_CONVERSATION = "Find a conversation"
NO_CONVERSATION = "No conversation has these words."
NO_CONVERSATIONS = "Your conversations will stand here."
MORE_CONVERSATIONS = "{count} older ones: find them with the box above."
TODAY, YESTERDAY, LAST_WEEK = "Today", "Yesterday", "The last seven days"
CONVERSATION_MENU = "Rename, export or delete {title}"
RENAME, EXPORT, DELETE = "Rename", "Export", "Delete"
RENAME_TITLE = "Name of the conversation"
DELETE_SURE = "Delete {title}? Its questions and answers go for good; your documents stay."
SKIP = "To the question box"

# Asking
QUESTION = "Your question"
PLACEHOLDER = "Ask your documents"
ASK = "Ask"
STOP = "Stop"
ASKING_ALL = "Asking all {count}"
ASKING_ONE = "Asking the one source"
ASKING_SOME = "Asking {chosen} of {count}"
CHOOSE_SOURCES = "Ask from these sources"
FIND_SOURCE = "Find a source"
CHOOSE_ALL, CHOOSE_NONE, CLOSE = "All", "None", "Done"
CANCEL = "Cancel"
KEYS = "Keys"
KEY_LIST = (
    ("/", "to the question box"),
    ("Enter", "ask"),
    ("Shift + Enter", "a new line"),
    ("↑", "in an empty box: the last question, to be changed"),
    ("Ctrl + Enter", "in “Check my text”: check"),
    ("Esc", "stop the answer, or close what is open"),
    ("[ and ]", "the previous and the next source of this answer"),
    ("?", "this list"),
)
TRY = "You could ask"
ADD_DOCUMENTS = "Add documents"
TRY_EXAMPLES = "Try it with example documents"
EMPTY_LEAD = "Begin with some of your documents. They stay on the computer that runs Footnote."
EMPTY_LEAD_ELSEWHERE = "Begin with some of your documents."

# The status line
STARTING = "Getting ready: the models are being loaded."
DELETED_ELSEWHERE = "That conversation was deleted elsewhere. This question began a new one."
CHOSEN_GONE = "The chosen sources are no longer there. All are asked again."
WAITING_TO_ASK = "Your question will be asked when the models are ready."
ASKED_NEXT = "Your next question will be asked when this answer is done."
FINISHING = "Your last question is being answered with quotes."
READY = "Ready. {sources}."
STILL_ADDING = "Others are still on their way."
READY_EMPTY = "Ready. There are no documents to ask yet."
SEARCHING = "Searching {sources}"
FOUND = "{passages} in {sources}"
READING = "{found} · reading {words}"
STARTING_MODEL = "{found} · starting the language model"
QUEUED = "{found} · waiting for the language model"
WRITING = "Writing"
CHECKING_ANSWER = "Checking whether this answers the question"
ANSWERED = "Answered in {seconds:.1f} s from {sources}"
SIDE_BY_SIDE = "Your sources disagree: side by side in {seconds:.1f} s"
FOUND_FORM = "Found in {seconds:.1f} s in {sources}"
FOUND_UNSURE = "Found in {seconds:.1f} s, not sure"
QUOTED = "Closest quotes in {seconds:.1f} s"
DECLINED = "Declined in {seconds:.1f} s: your documents do not say"
DECLINED_CHOSEN = "Declined in {seconds:.1f} s: the chosen sources do not say"
STOPPED = "Stopped. Your question is still in the box."
FAILED = "Not answered. Your question is still in the box."
CITES_REMOVED = "No longer in the library: {titles}. The quotes are kept."
CITES_CHANGED = "Quoted words are no longer in {titles}. Ask again for what holds now."
NOT_FINISHED = "The answer was not finished."

# An answer
WAITING_FOR_ANSWER = "The answer comes here, sentence by sentence, as each is checked."
CLOSEST = "Closest quotes"
QUOTES_READ = "Quotes read ({count})"
OTHER_QUOTES = "Other close quotes ({count})"
OTHER_ITEMS = "The other {count} of {total} items"
OTHER_ROWS = "The other {count} of {total} rows"
ROWS = "Rows of a table"
DIFFERENCES = "What differs"
NOT_HERE = "Not in this one"
OTHER_DIFFERENCES = "The other {count} of {total} differences"
NEAREST = "Nearest passages ({count})"
NOWHERE = "Nowhere in them:"
UNDERSTOOD = "Understood as:"
CHANGE_QUESTION = "Change the question"
PARTLY = "partly"
PARTLY_STATED = "Only part of this is stated"
NO_SOURCE_FOR = "No source for:"
NEAR_MISS, NEAR_MISSES = "Near miss", "Near misses"
NEAREST_FOR = "For “{part}”"
COULD_ASK = "You could ask:"
CONFLICT_COLUMNS = ("Value", "Source", "Date", "Quote")
NO_DATE = "no date"
INSTRUCTIONS_SOURCE = "This document contains instructions; they were not followed."
PAGE = "page {number}"
MARK = "Source {number}: {place}"
SAYS = "The source says this"
OPEN = "Open"
OPEN_SOURCE = "Open in the source"
QUOTES_ONLY = "Quotes only: no language model is connected."
CONNECT = "Connect one in Settings"
COPY, COPIED = "Copy", "Copied"
COPY_FOOTNOTES = "Copy with footnotes"
RETRY = "Retry"
EDIT = "Edit"
MADE = "How it was made"
MODEL = "Language model"
NO_MODEL = "none"
STAGES = {
    "search": "Searching",
    "evidence": "Choosing quotes",
    "first_evidence": "First quote after",
    "first_token": "First word after",
    "model": "Reading and writing",
    "checks": "Checking the sentences",
    "probe": "Asking whether it is answered",
    "total": "In all",
}

# The source pane
SOURCE = "Source"
CLOSE_SOURCE = "Close the source"
PREVIOUS, NEXT = "Previous source of this answer", "Next source of this answer"
COPY_QUOTE = "Copy quote"
WHOLE_TEXT = "Whole text"
NOT_CURRENT = "This document has changed since. Below is the text that the answer was made from."
REMOVED = "{title} was removed on {date}. The quote was:"

# The library
LIBRARY = "Library"
DROP = "Drop files or a folder here, or choose files"
DROP_KINDS = (
    "PDF, Word, Excel, PowerPoint, OpenDocument, web pages, e-mail, e-books, Rich Text, Markdown, text, CSV, "
    "notebooks, JSON, XML, subtitles, pictures of text and ZIP archives of these, at most {limit} MB each. "
    "Your own files stay as they are."
)
CHOOSE_FOLDER = "Choose a folder"
PASTE = "Paste an address or text"
PASTE_TITLE = "Title of the text, if you like"
PASTE_ADD = "Add"
NOTHING_PASTED = ("There is nothing to add.", "Paste an address or some text first.")
NOT_AN_UPLOAD = ("The upload did not arrive.", "Choose the file again.")
UPLOADING = "Uploading"
UPLOAD_FAILED = "The upload did not arrive. Is Footnote still running? Choose the file again, or press Retry."
UPLOAD_LEFT = "The page was closed before it was uploaded. Choose the file again."
TOO_LARGE = "The file has {size} MB; the limit is {limit} MB. Split it, or raise the setting file_megabytes."
TOO_MANY = "Only the first {limit} files of the folder are taken."
NO_FILES = "There is no file in it."
EXAMPLES = "Example documents"
EXAMPLES_GONE = "they were removed before, and are not added again"
EXAMPLES_NOTE = "{documents} came with Footnote as examples."
REMOVE_EXAMPLES = "Remove the example documents"
BETTER_NOTE = "{documents} can be read better now than when added: lists, tables and all visible words."
REREAD_THEM = "Read again"
REREADING = "Reading {documents} again"
REREAD = "{documents} read better now."
NO_SOURCES = "There are no documents yet. What you add stays on the computer that runs Footnote."
NO_SOURCES_ELSEWHERE = "There are no documents yet."
STATUS: dict[IngestStatus | Literal["erased", "cancelled"], str] = {
    "added": "Added",
    "replaced": "Replaced",
    "unchanged": "Unchanged",
    "unpacked": "Unpacked",
    "empty": "No text",
    "failed": "Not added",
    "cancelled": "Cancelled",
    "erased": "Erased",
}
WAITING = "Waiting"
STEPS = {"reading": "Reading", "embedding": "Preparing for search", "saving": "Saving"}
CANCELLING = "Cancelling"
STEP_OF = "{done:,} of {passages}"
LINES = "What is being added"
LINES_DONE = "{done:,} of {all} done"
LINES_BAD = "{count:,} could not be added"
LINES_HIDDEN = "… {count:,} more"
LINES_FOLDED = "{count:,} more done"
DISMISS = "Dismiss"
DISMISS_ALL = "Dismiss all finished"
FILTER = "Find a document"
FILTERED = "{shown} of {label}"
NOTHING_FILTERED = "No document has “{words}” in its title, file or type. What is in them: Search."
SELECTED = "{count} selected"
SELECT, SELECT_ALL = "Select {title}", "Select all that are shown"
SHOW_ALL = "Show all {count}"
CHOICES_PARTIAL = (
    "Tick those that are to be asked alone; without any all are asked. Type a word to find others."
)
SHOW_MORE = "Show more of {count}"
COLUMNS = {
    "title": "Title",
    "type": "Type",
    "pages": "Pages",
    "passages": "Passages",
    "date": "Dated",
    "added": "Added",
}
DETAILS = "Details"
FACTS = {"date": "Date", "author": "Author", "language": "Language", "read": "Read"}
DATED_BY: dict[DatedBy, str] = {
    "metadata": "{date}, as the file records it",
    "text": "{date}, as the text says",
    "name": "{date}, from the file's name",
    "file": "the file is of {date}; the text states no date",
}
FILE_OF = "file of {date}"
KEPT = "{share} % of the words"
RECOGNISED = "{pages} by text recognition, {sure} % sure"
ARCHIVE = "ZIP archive"
TYPES = {
    "application/pdf": "PDF",
    "text/html": "Web page",
    "text/markdown": "Markdown",
    "text/plain": "Text",
    "text/csv": "CSV",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.ms-excel": "Excel",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "application/vnd.oasis.opendocument.text": "OpenDocument text",
    "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument spreadsheet",
    "application/vnd.oasis.opendocument.presentation": "OpenDocument slides",
    "message/rfc822": "E-mail",
    "application/vnd.ms-outlook": "Outlook message",
    "application/mbox": "Mailbox",
    "application/epub+zip": "E-book",
    "application/x-ipynb+json": "Notebook",
    "application/json": "JSON",
    "application/jsonl": "JSON rows",
    "application/xml": "XML",
    "application/x-subrip": "Subtitles",
    "application/rtf": "Rich Text",
    "image/png": "Picture",
    "image/jpeg": "Picture",
    "image/tiff": "Picture",
    "image/webp": "Picture",
    "image/bmp": "Picture",
    "image/gif": "Picture",
}
REMOVE = "Remove"
REMOVING = "removing …"
NOT_REMOVED = "Removing documents"
REMOVE_ONE = "Remove {title}?"
REMOVE_WITH = "Remove {title} and {documents} in it?"
REMOVE_MANY = "Remove {documents}?"
REMOVE_CITED = "{answers} cite it, and keep its quotes, marked as removed."
REMOVE_CITED_ONE = "1 saved answer cites it, and keeps its quotes, marked as removed."
REMOVE_CITED_MANY = "Saved answers cite {count:,} of them, and keep their quotes, marked as removed."
REMOVE_FILES_STAY = "Your own files stay where they are."
REMOVE_FILE_STAYS = "Your own file stays where it is."
REMOVE_TITLE_STAYS = "Unless you erase it too, the title stays in a list of what was removed."
REMOVE_TITLES_STAY = "Unless you erase them too, the titles stay in a list of what was removed."
ERASE = "Erase also titles, quotes in saved answers, and all eval runs that quote them"
REMOVE_PASTED = "Pasted text is kept only here, and is gone then."

# Search
SEARCH = "Search"
SEARCH_LEAD = "Finds passages by their words and by their meaning, without the language model."
SEARCH_BOX = "Search your documents"
SEARCHING_NOW = "Searching …"
SEARCH_EMPTY = "Type some words to see the passages that have them, or that mean the same."
SEARCH_NO_SOURCES = "There are no documents yet: add some in the library."
SEARCH_NOTHING = "Nothing in your documents is near to this."
SEARCH_FAILED = "The search did not work. Try again."
SEARCH_FOUND = "{passages} in {documents}, best first"
SEARCH_TOO_LONG = "That is too long to search for: at most {limit:,} characters. Take the words that matter."
ORIGINS = {"lexical": "by its words", "dense": "by its meaning", "both": "by both words and meaning"}

# Check my text
CHECK_TEXT = "Check my text"
CHECK_LEAD = (
    "Paste a draft, or the answer of another assistant. Each sentence is looked up in your documents."
)
CHECK_BOX = "The text to check"
CHECK_RUN = "Check"
CHECK_SOURCES = "Check against these sources"
CHECKING_ALL = "Against all {count}"
CHECKING_ONE = "Against the one source"
CHECKING_SOME = "Against {chosen} of {count}"
CHECK_ALL_AGAIN = "The chosen sources are no longer there. All are looked at again."
CHECK_GOES_ON = "Sentences checked"
CHECK_PROGRESS = "Checking: {done:,} of {total}"
CHECK_WAITS = "Waiting for another text."
CHECK_LOST = "Connection lost, trying again."
CHECK_BUSY = ("Other texts are being checked just now.", "Try again when one of them has ended.")
CHECK_UNREADABLE = ("The page asked for what cannot be read.", "Load the page again.")
CHECK_NO_SOURCES = ("There are no documents yet.", "Add some in the library, then check the text again.")
CHECK_EMPTY = ("There is no text to check.", "Paste some first.")
CHECK_TOO_LONG = (
    "The text has {length:,} characters; at most {limit:,} are checked at once.",
    "Check it in parts.",
)
CHECK_GONE = ("This checked text is no longer kept.", "Check it again.")
CHECK_HIDE = "Hide what was found"
SAVE_AS = "Save as"
CHECK_FORMATS = {"markdown": "Markdown", "docx": "Word", "bibtex": "BibTeX", "csl-json": "CSL-JSON"}
CHECK_FILE = "checked text"

# Settings
SETTINGS = "Settings"
LANGUAGE_MODEL = "Language model"
LANGUAGE_MODEL_LEAD = (
    "It writes the answer from the quotes that were found. Every sentence is checked against your documents, "
    "whichever model you choose."
)
EMBEDDED = "On the computer that runs Footnote"
EMBEDDED_LEAD = "The model that comes with Footnote. It uses about 1.5 GB of memory."
EMBEDDED_FILE = "The model in the file {name}."
SERVER = "Another server"
SERVER_LEAD = "Any that speaks the OpenAI protocol, such as Ollama, llama.cpp or LM Studio, or a service."
QUOTES_ALONE = "None: quotes only"
QUOTES_ALONE_LEAD = "The closest quotes are the answer. Nothing is written."
ADDRESS = "Address"
ADDRESS_LEAD = "It usually ends in /v1."
MODEL_NAME = "Name of the model"
MODEL_NAME_LEAD = "May stay empty where the server has only one."
KEY = "Key"
KEY_NEW = "Only where the server asks for one."
KEY_SET = "set, hidden"
KEY_KEPT = "Leave it empty to keep it. With another address it is forgotten."
KEY_FIXED = "Another address gets it only after Footnote is started again with that address."
KEY_FORGET = "Forget the key"
TEST = "Test connection"
TESTING = "Testing …"
SAVE = "Save"
SAVED = "Saved. It holds from the next question on."
NOTHING_LEAVES = "Nothing leaves the computer that runs Footnote."
PASSAGES_SENT_TO = "Passages of your documents and what is searched for are sent to {hosts}."
SENT_TO = "Your question and the quotes read for it are sent to {host}."
NOT_ENCRYPTED = "The connection is not encrypted."
NO_ADDRESS_YET = "Your question and the quotes read for it are sent to the server that you name."
CARE = "How careful"
CARE_LEAD = (
    "Where an answer is too unsure, you are told that your documents do not say. More careful means fewer "
    "wrong answers, and fewer answers."
)
CARES = {
    "cautious": ("Cautious", "Answers least: accepts that 5 % of the answers are wrong."),
    "balanced": ("Balanced", "Accepts that 10 % of the answers are wrong."),
    "standard": ("Standard", "Most questions that have an answer get one."),
    "bold": ("Bold", "Answers most: four of five questions that have an answer get one, and more are wrong."),
}
CARE_UNREACHED = "not reached"
MORE = "More"
EVIDENCE_TOKENS = "What the model reads for one question"
EVIDENCE_TOKENS_LEAD = (
    "In word pieces: 100 are about 75 words. More quotes may hold more of the answer, but take longer."
)
ANSWER_TOKENS = "The longest answer"
ANSWER_TOKENS_LEAD = "In word pieces. The model stops there, in the middle of a sentence if need be."
SET_BY = "Set by {origin}. It wins over this page: change it there and start Footnote again."
SET_AT_START = "Set when Footnote was started. That wins over this page."
WHERE = "Where things lie"
LIBRARY_LEAD = "{documents}, with the conversations and what waits to be added."
DATA_FOLDER = "Data folder"
DATA_FOLDER_LEAD = (
    "{documents}, {size}. Your documents, conversations and settings. Start with --home to use another one."
)
DATA_FOLDER_BESIDE_LEAD = (
    "{size}. Settings, and files that are not in the library. Start with --home to use another one."
)
WEIGHTS_FOLDER = "Weights folder"
WEIGHTS_FOLDER_LEAD = "The models' files. They can be fetched again, so no backup needs them."
SEARCH_MODEL = "Search model"
SEARCH_MODEL_LEAD = "Finds passages by their meaning. It always runs where Footnote does."
SEARCH_MODEL_ELSEWHERE = "Finds passages by their meaning. It runs on that server."
SEARCH_MODEL_NAME = "all-MiniLM-L6-v2"
HEALTH = "Health"
CHECK_HEALTH = "Check everything"
CHECKING = "Checking …"
CHECKED = {"good": "well", "warn": "note", "bad": "mend"}
