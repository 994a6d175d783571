"""`footnote serve` with scripted models, in a process of its own: `python -m tests.serving_child ARGUMENT...`

A question with the word "slow" is answered when the file in TEST_GATE is there.
"""

import os
import sys
import time
from pathlib import Path

from assistant.cli.main import main
from assistant.llm.protocol import Piece
from assistant.serving import launch
from assistant.settings import load_settings
from documents.errors import ModelError
from tests.building import build_assistant


class Gated:
    name = "gated-model"
    measured = True
    stopped = False

    def stream(self, messages, *, max_tokens):
        if max_tokens == 1:
            yield Piece("answered", -0.05, (("answered", -0.05),))
            return
        while "slow" in messages[-1].text and not Path(os.environ["TEST_GATE"]).exists():
            if self.stopped:
                raise ModelError("The language model was stopped.", "Ask again.")
            time.sleep(0.02)
        for piece in ("The ", "ferry ", "sails ", "at ", "nine", "."):
            yield Piece(piece, -0.05, ((piece, -0.05),))

    def stop(self, thread=None):
        self.stopped = True

    def check(self):
        pass

    def close(self):
        pass


def opener(home):
    return build_assistant(home or load_settings().home, llm=Gated())


if __name__ == "__main__":
    launch.PROGRAM = (sys.executable, "-m", "tests.serving_child")  # workers have the scripted models, too
    sys.exit(main(opener=opener))
