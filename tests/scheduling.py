"""Which tests one process runs, where several run tests."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadGroupScheduling


class GroupsAndFiles(LoadGroupScheduling):
    """The tests of a group go to one process; so do those of a file without one: its fixtures are made once.

    Test by test, pytest-xdist 3.8 would also count, after each of 9,000, all that were given out before.
    """

    def _split_scope(self, nodeid: str) -> str:
        """The name of a test's group, or else its file."""
        return super()._split_scope(nodeid).split("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> GroupsAndFiles:
    """Who tells each process what to run; asked by pytest-xdist."""
    return GroupsAndFiles(config, log)
