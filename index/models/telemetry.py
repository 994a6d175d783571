"""No library beneath Footnote reports to its makers: what they read from the environment when they load.

Whoever imports one of REPORTING_PACKAGES calls `disable_telemetry` first (read from the source by
tests/test_index_models_telemetry.py). Child processes inherit it.
"""

import os

# onnxruntime, for one, sends events from 10 seconds after it is loaded and keeps them in the user's cache.
# Its own `disable_telemetry_events()` ends neither (1.32); the variable does, if set before it is loaded.
REPORTING_PACKAGES = (
    "chromadb", "gradio", "huggingface_hub", "llama_index", "onnxruntime", "optimum", "sentence_transformers",
    "transformers",
)  # fmt: skip
QUIET = {
    "ANONYMIZED_TELEMETRY": "False",  # Chroma
    "DO_NOT_TRACK": "1",  # a convention of several tools
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",  # of the hub's client and all that use it
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime
}


def disable_telemetry(*, offline: bool = False) -> None:
    """Switches telemetry off, whatever the environment said: nothing is stricter.

    `offline`: the hub is not asked for files either, unless a person's own HF_HUB_OFFLINE says otherwise.
    """
    os.environ.update(QUIET)
    if offline:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
