"""Tests at once: those that share a browser, a model or a database server go to one process."""

import pytest


@pytest.mark.xdist_group("alone")
def test_a_group_is_kept_together(request: pytest.FixtureRequest) -> None:
    """By the suffix that pytest-xdist puts on names, which it fails to do with pytest 9.2."""
    if not hasattr(request.config, "workerinput"):
        pytest.skip("only where tests run at once")
    assert request.node.nodeid.endswith("@alone")
