"""What Footnote's own processes reach, as the kernel sees it: nothing but loopback, and no name is looked up.

Takes minutes: `make fuzz`. The browser is none of ours, so the page is asked over HTTP.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.test_imports import ROOT

STRACE = shutil.which("strace")
ADDRESS = re.compile(r'inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)"')
LOOPBACK = ("127.", "::1", "::ffff:127.")
LOOKED_UP = ("/etc/hosts", "/etc/resolv.conf")  # read by every look-up of a name
MINUTE = 60.0  # onnxruntime begins to send after 10 s
QUESTION = "How long does the crossing take?"
LOUD = {"ORT_DISABLE_TELEMETRY": "0", "GRADIO_ANALYTICS_ENABLED": "True", "ANONYMIZED_TELEMETRY": "True"}

pytestmark = pytest.mark.fuzz


@pytest.fixture(scope="module")
def strace() -> list[str]:
    """The beginning of a command that traces what follows; skips where that is not possible."""
    if STRACE is None:
        pytest.skip("no strace: apt-get install strace")
    command = [STRACE, "-f", "-qq", "-e", "trace=network,open,openat", "-e", "signal=none"]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("strace may not trace here")
    return command


@pytest.fixture
def environment(models: Path, tmp_path: Path) -> dict[str, str]:
    """That of somebody with an empty home, the real models, and telemetry switched on by hand."""
    mine = {"HOME": str(tmp_path / "user"), "XDG_CACHE_HOME": str(tmp_path / "user" / "cache")}
    mine |= {"FOOTNOTE_HOME": str(tmp_path / "home"), "FOOTNOTE_MODELS": str(models)}
    return {**os.environ, **LOUD, **mine}


def footnote(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "assistant.cli.main", *arguments]


def assert_kept_to_itself(trace: Path) -> None:
    """Every address in the trace is this machine's own, and no name was looked up."""
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    assert any("execve" in line or "openat" in line for line in lines)  # something was traced
    reached = {found for line in lines for found in ADDRESS.findall(line)}
    assert {one for one in reached if not one.startswith(LOOPBACK)} == set()
    assert [line for line in lines if any(f'"{name}"' in line for name in LOOKED_UP)] == []


def test_add_and_ask_reach_nobody(strace: list[str], environment: dict[str, str], tmp_path: Path) -> None:
    for number, command in enumerate(
        (["add", str(ROOT / "documents" / "examples")], ["ask", QUESTION], ["doctor"])
    ):
        trace = tmp_path / f"trace-{number}"
        child = subprocess.run(
            [*strace, "-o", str(trace), *footnote(*command)],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert child.returncode == 0, child.stderr
        assert_kept_to_itself(trace)
    assert left_in_home(tmp_path) == []


def test_the_page_reaches_nobody_in_a_minute_and_more(
    strace: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    trace, began = tmp_path / "trace", time.monotonic()
    with served([*strace, "-o", str(trace), *footnote("--no-browser", "--examples")], environment) as address:
        html = asked(address, QUESTION)
        assert "35 minutes" in html
        time.sleep(max(0.0, MINUTE - (time.monotonic() - began)))
    assert_kept_to_itself(trace)
    assert left_in_home(tmp_path) == []


def left_in_home(tmp_path: Path) -> list[Path]:
    """What was written where the user's own files are."""
    return [path for path in (tmp_path / "user").rglob("*") if path.is_file()]


@contextmanager
def served(command: list[str], environment: dict[str, str]) -> Iterator[str]:
    """The address of the page, when its models are loaded; stopped by Ctrl-C."""
    from assistant.ui.server import listen

    with listen(0) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*command, "--port", str(port)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "ready at" in line, line
        yield line.split()[-1]
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=60)


def asked(address: str, question: str) -> str:
    """The HTML of the finished turn, asked as the page's script does; waits until the examples are there."""
    for _ in range(60):
        html = _asked(address, question)
        if "35 minutes" in html:
            return html
        time.sleep(1)
    return html


def _asked(address: str, question: str) -> str:
    with httpx.Client(base_url=address, trust_env=False, timeout=300) as client:
        events = client.get("/config").json()["dependencies"]
        number = next(one["id"] for one in events if any(target[1] == "submit" for target in one["targets"]))
        body = {"data": [], "fn_index": number, "session_hash": "test", "event_data": {"id": "1"}}
        body["event_data"]["question"] = question
        client.post("/gradio_api/queue/join", json=body).raise_for_status()
        html = ""
        with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": "test"}) as stream:
            for line in stream.iter_lines():
                event = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
                html = _html(event) or html
                if event.get("msg") == "process_completed":
                    break
        return html


def _html(event: dict) -> str:
    return json.dumps(event.get("output", {}))
