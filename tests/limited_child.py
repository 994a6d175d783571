"""Adds documents with a limit on the size of files: `python -m tests.limited_child HOME BYTES COUNT`.

Prints the statuses and messages of the entries, then the uris that the library holds.
"""

import json
import resource
import sys
from pathlib import Path

from documents.inputs import PastedText
from tests.building import build_assistant

if __name__ == "__main__":
    home, size, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    texts = [
        PastedText(f"Paper {number}", f"Paper {number} is about ferries and lamps. " * 200)
        for number in range(count)
    ]
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    with build_assistant(home, llm=None) as assistant:
        entries = assistant.add(texts).entries
    with build_assistant(home, llm=None) as again:
        stored = [source.uri for source in again.sources()]
    print(json.dumps([[(entry.uri, entry.status, entry.message) for entry in entries], stored]))
