"""`python -m tests.corpus` prints the figures of each format; with the name of a format what is wrong in it."""

import sys
import tempfile
from pathlib import Path

from tests.corpus.building import build
from tests.corpus.measuring import differences, measured, table

with tempfile.TemporaryDirectory() as folder:
    corpus = build(Path(folder))
    if len(sys.argv) > 1:
        print("\n".join(differences(made) for made in corpus if made.format == sys.argv[1]))
    else:
        print(table(measured(corpus)))
