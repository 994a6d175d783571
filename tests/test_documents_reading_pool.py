import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from documents.errors import EmptyDocument, ReaderFailed
from documents.reading.pool import ReaderPool
from documents.types import Heading
from tests.pool_reading import read_in

BAD = "tests.samples.bad_readers:choose"
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def says(tmp_path):
    def write(text):
        path = tmp_path / f"{text}.txt"
        path.write_text(text)
        return path

    return write


@pytest.fixture(scope="module")
def pool():
    with ReaderPool(seconds=1.5, megabytes=2_000, workers=2, choose=BAD) as pool:
        yield pool


def test_a_document_arrives_whole(pool, says):
    document = read_in(pool, says("hello"))
    assert document.text.startswith("hello ")
    assert (document.page_starts, document.headings) == ((0,), (Heading(1, "H", 0),))


def test_a_child_is_used_again_and_is_not_this_process(pool, says):
    first, second = read_in(pool, says("one")), read_in(pool, says("two"))
    assert first.text.split()[1] == second.text.split()[1] != str(os.getpid())


def test_a_child_that_is_killed_while_it_waits_costs_no_file(says):
    with ReaderPool(seconds=20, megabytes=2_000, workers=1, choose=BAD) as pool:
        first = int(read_in(pool, says("one")).text.split()[1])
        os.kill(first, signal.SIGKILL)
        psutil.Process(first).wait(20)
        assert int(read_in(pool, says("two")).text.split()[1]) != first


def test_two_files_are_read_at_once_and_each_future_gets_its_own(pool, says):
    futures = [pool.submit(says(f"file{number}")) for number in range(8)]
    texts = [future.result().document.text.split()[0] for future in futures]
    assert texts == [f"file{number}" for number in range(8)]


@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        ("sleep", "sleep.txt took longer than 1.5 seconds"),
        ("crash", "crash.txt crashed its reader"),
        ("grow", "grow.txt needs more than 2000 MB"),
        ("raise", "raise.txt cannot be read: it is broken"),
    ],
)
def test_a_file_that_harms_its_reader_costs_only_itself(pool, says, behaviour, message):
    with pytest.raises(ReaderFailed, match=message) as caught:
        read_in(pool, says(behaviour))
    assert caught.value.next_step
    assert read_in(pool, says("after")).text.startswith("after")


def test_an_error_of_ours_arrives_as_the_same_class(pool, says):
    with pytest.raises(EmptyDocument) as caught:
        read_in(pool, says("empty"))
    assert (caught.value.message, caught.value.next_step) == ("No text: 3 scanned pages.", "Run OCR.")


def test_a_child_that_answers_what_it_never_does_is_ended(pool, says):
    for lie in ('{"bytes": 999999999999}', '{"bytes": "x"}', "[]", "no JSON", '{"bytes": 2}\n\xff\xff'):
        with pytest.raises(ReaderFailed, match="crashed its reader"):
            read_in(pool, says(f"lie {lie.replace('/', '')}"))
        assert read_in(pool, says("after")).text.startswith("after")


def test_what_a_library_prints_is_not_taken_for_an_answer(pool, says):
    assert read_in(pool, says("print")).text.startswith("print ")


def test_the_real_readers_run_in_it(says, tmp_path):
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04rest")
    with ReaderPool(seconds=30, megabytes=2_000) as pool:
        assert read_in(pool, says("Some words.")).text == "Some words."
        with pytest.raises(ReaderFailed, match=r"a\.docx is broken"):
            read_in(pool, tmp_path / "a.docx")


# A finder as an editable install may leave one: it is asked after the folders of the path.
BESIDE = """
import sys
from importlib.machinery import PathFinder
from pathlib import Path

class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        parent = name.rpartition(".")[0]
        if parent in ("", "documents"):
            return PathFinder.find_spec(name, [str(Path({root!r}, parent))])

sys.path = [folder for folder in sys.path if folder != {root!r}]
sys.meta_path.insert(sys.meta_path.index(PathFinder) + 1, Finder)
import documents
assert documents.__file__ is None, "the folder beside the script comes first"
from documents.reading.pool import ReaderPool
with ReaderPool(seconds=30, megabytes=2_000) as pool:
    print(pool.submit(Path("documents", "a.txt")).result().document.text)
"""


def test_files_are_read_by_a_script_with_a_folder_documents_beside_it(tmp_path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("Some words.")
    (tmp_path / "script.py").write_text(BESIDE.format(root=str(ROOT)))
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    run = [sys.executable, "script.py"]
    done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("Some words.\n", "")


def test_closing_ends_a_reader_in_the_middle_of_a_file(says):
    pool = ReaderPool(seconds=60, megabytes=2_000, choose=BAD)
    read_in(pool, says("warm"))
    future = pool.submit(says("sleep"))
    time.sleep(0.2)
    pool.close()
    with pytest.raises(ReaderFailed):
        future.result(timeout=5)


def test_children_end_when_their_parent_is_killed(says):
    # The parent is a `python -c` in another folder; its child is in the middle of a long file when it dies.
    program = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1])\n"
        "from documents.reading.pool import ReaderPool\n"
        "from tests.pool_reading import read_in\n"
        f"pool = ReaderPool(seconds=60, megabytes=2000, choose={BAD!r})\n"
        "print(read_in(pool, Path(sys.argv[2])).text.split()[1], flush=True)\n"
        "read_in(pool, Path(sys.argv[3]))\n"
    )
    command = [sys.executable, "-c", program, str(ROOT), str(says("warm")), str(says("sleep"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=says("warm").parent) as parent:
        child = psutil.Process(int(parent.stdout.readline()))
        time.sleep(0.3)
        parent.kill()
    psutil.wait_procs([child], timeout=5)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
