"""How much the PDF reader finds of files of known content.

python -m scripts.pdf_reading [HOW MANY MADE AT RANDOM]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from documents.readers import read
from tests.pdf_making import FILES, Known, any_columns, any_grouped_table, any_table
from tests.pdf_measuring import figures


def main(count: int) -> None:
    """Prints the figures of each file, then the means of so many made at random."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        for name, make in FILES.items():
            _print(name, [_measured(make, path)])
        for name, some in (
            ("any columns", any_columns),
            ("any table", any_table),
            ("any grouped table", any_grouped_table),
        ):
            _print(
                name,
                [
                    _measured(lambda path, some=some, seed=seed: some(path, seed), path)
                    for seed in range(count)
                ],
            )


def _measured(make: Callable[[Path], Known], path: Path) -> dict[str, float]:
    known = make(path)
    began = time.process_time()
    document = read(path)
    seconds = time.process_time() - began
    return figures(document, known) | {"ms a page": 1_000 * seconds / len(document.page_starts or (0,))}


def _print(name: str, files: list[dict[str, float]]) -> None:
    keys = dict.fromkeys(key for file in files for key in file)
    means = {key: [file[key] for file in files if key in file] for key in keys}
    shown = ", ".join(f"{key} {sum(values) / len(values):.4g}" for key, values in means.items())
    print(f"{name}: {shown}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
