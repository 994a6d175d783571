"""Loading the models behind the page: what the status line says of it."""

import time

from assistant.ui.model_loading import ModelLoading
from documents.errors import ModelError


class Models:
    """Stands for the Assistant: its models fail as told."""

    def __init__(self, trouble=None):
        self.settings = object()
        self.trouble = trouble
        self.tried = 0

    def warm_up(self):
        self.tried += 1
        if self.trouble is not None:
            raise self.trouble


def settled(loading):
    """The status line once it stays the same and nothing is being loaded."""
    said = loading.status(2)
    for _ in range(200):
        time.sleep(0.01)
        before, said = said, loading.status(2)
        if said == before and not said.startswith("Getting ready"):
            return said
    raise AssertionError("it never ended")


def test_what_is_loaded_is_ready():
    loading = ModelLoading(Models())
    assert loading.status(2).startswith("Getting ready")
    assert not loading.done
    loading.begin()
    assert settled(loading) == "Ready. 2 sources."
    assert loading.done


def test_a_bug_while_loading_is_said_and_not_called_ready():
    loading = ModelLoading(Models(RuntimeError("no such number")))
    loading.begin()
    assert "no such number" in settled(loading)
    assert loading.done


def test_after_other_settings_were_saved_it_is_tried_again():
    models = Models(ModelError("The file is missing.", "Fetch it."))
    loading = ModelLoading(models)
    loading.begin()
    assert settled(loading).startswith("The file is missing.")
    assert settled(loading).startswith("The file is missing.")
    assert models.tried == 1
    models.settings = object()
    assert settled(loading).startswith("The file is missing.")
    models.settings, models.trouble = object(), None
    assert settled(loading) == "Ready. 2 sources."
    assert models.tried == 3
