"""Footnote without models, in a process of its own: `python -m tests.cluster_child ARGUMENT...`"""

import sys
from pathlib import Path

from assistant.assistant import Assistant
from assistant.cli.main import main
from assistant.settings import load_settings
from tests.building import build_assistant


def opener(home: Path | None) -> Assistant:
    return build_assistant(home or load_settings().home, llm=None)


if __name__ == "__main__":
    sys.exit(main(opener=opener))
