"""Starts as the page does, answers a search and prints what came: `python -m tests.opening_child HOME QUERY`.

With a third argument it then adds a document and dies without closing anything, as in a power cut.
"""

import json
import os
import sys
from pathlib import Path

from assistant.cli.console import console
from documents.inputs import PastedText
from tests.building import build_assistant
from tests.library_building import uses_store


def main(home: Path, query: str, *, die: bool) -> None:
    with console(verbose=False), build_assistant(home, llm=None) as assistant:
        assistant.take_write_lock()
        hits = [hit.passage.text for hit in assistant.search(query, 3)]
        print(json.dumps({"chroma": uses_store(assistant._index), "hits": hits}), flush=True)
        if die:
            assert assistant.add([PastedText("Later", "A lamp that came later.")]).ok
            os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], die=len(sys.argv) > 3)
