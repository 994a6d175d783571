"""A job ends however its work does, and the jobs behind it go on."""

import pytest

from assistant.ui.jobs.runner import Job, Runner


class Panic(BaseException):
    """What Rust code raises in Chroma or a tokenizer when it breaks: it is no Exception."""


def broken(job: Job[str]) -> None:
    raise Panic("the index broke")


def test_a_panic_ends_its_job_and_is_said() -> None:
    job: Job[str] = Job("question", broken)
    job.run()
    assert job.stage == "failed" and "the index broke" in job.error


def test_jobs_behind_one_that_panicked_go_on() -> None:
    runner = Runner("adding")
    first = runner.add(Job("first", broken))
    second = runner.add(Job("second", lambda job: job.report("done")))
    assert first.wait(60) and second.wait(60)
    assert (first.stage, second.stage, second.news()) == ("failed", "done", ["done"])


@pytest.mark.parametrize("stopped", [True, False])
def test_a_job_that_was_stopped_before_it_began_does_nothing(stopped: bool) -> None:
    job: Job[str] = Job("question", lambda job: job.report("begun"))
    if stopped:
        job.stop()
    job.run()
    assert (job.stage, job.news()) == (("stopped", []) if stopped else ("done", ["begun"]))
