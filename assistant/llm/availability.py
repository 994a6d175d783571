"""Whether the language model that some settings name would answer."""

import time

from assistant.llm.endpoint import check_endpoint
from assistant.llm.model import RemoteModel, open_chat_model
from assistant.settings import Settings


def try_model(settings: Settings) -> str:
    """One sentence on the model: its name and seconds. Asks it for one word, and keeps nothing.

    Raises ModelError with what is wrong and what to do.
    """
    started = time.perf_counter()
    if "://" in settings.llm:
        name = _try_server(settings)
    else:
        model = open_chat_model(settings)
        if model is None:
            return "No language model: answers are the closest quotes."
        model.check()
        name = model.name
    return f"Connected: {name} answered in {time.perf_counter() - started:.1f} s."


def _try_server(settings: Settings) -> str:
    endpoint = RemoteModel(settings.llm, key=settings.llm_key, model=settings.llm_model).ensure()
    check_endpoint(endpoint)
    return endpoint.model
