"""`python -m tests.corpus` prints the figures of all formats; with the name of one what is wrong in it.

Without LibreOffice what it would save is left out.
"""

import sys
import tempfile
from pathlib import Path

from tests.corpus.building import build, saved_by_libre_office
from tests.corpus.measuring import differences, measured, table
from tests.corpus.office_writers import office

with tempfile.TemporaryDirectory() as folder:
    corpus = build(Path(folder) / "own")
    if office():
        corpus += saved_by_libre_office(Path(folder) / "libre")
    if len(sys.argv) > 1:
        print("\n".join(differences(made) for made in corpus if made.format == sys.argv[1]))
    else:
        print(table(measured(corpus)))
