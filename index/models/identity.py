"""What an embedder is known by: a name alone, or for others' models also what they make of one sentence."""

import base64
import re

import numpy as np

from documents.library import Vectors

# So another model behind the same address and name is noticed.
CHECK_TEXT = "Footnote knows a model by what it makes of this sentence, of 1 lighthouse and 12 ferries."
CHECK_NUMBERS = 32
CHECK_COSINE = 0.98  # of two servers of one model, of other precision; of two models it is about 0
_IDENTITY = re.compile(r"(?P<name>.*), check (?P<check>[\w-]+)\)", re.DOTALL)


def same_embedder(stored: str, now: str) -> bool:
    """Whether two identities are of one embedder: the check may differ by rounding."""
    first, second = _IDENTITY.fullmatch(stored), _IDENTITY.fullmatch(now)
    if stored == now or first is None or second is None or first["name"] != second["name"]:
        return stored == now
    old, new = _numbers(first["check"]), _numbers(second["check"])
    if old.shape != new.shape:
        return False
    cosine = float(old @ new) / max(float(np.linalg.norm(old) * np.linalg.norm(new)), 1e-9)
    return cosine >= CHECK_COSINE


def known_as(identity: str) -> str:
    """An identity as a person reads it, without the numbers of its check."""
    match = _IDENTITY.fullmatch(identity)
    return f"{match['name']})" if match else identity


def checked_identity(name: str, vector: Vectors) -> str:
    """The identity of a model of this name, which gives this vector for CHECK_TEXT."""
    return f"{name} ({len(vector)} numbers, check {_check_of(vector)})"


def _check_of(vector: Vectors) -> str:
    """Some mixtures of a vector's numbers, as text; of like vectors they are alike."""
    mixing = np.random.default_rng(7).standard_normal((CHECK_NUMBERS, len(vector)))
    mixed = mixing @ vector
    whole = np.round(mixed / max(float(np.abs(mixed).max()), 1e-9) * 127).astype(np.int8)
    return base64.urlsafe_b64encode(whole.tobytes()).decode().rstrip("=")


def _numbers(check: str) -> Vectors:
    try:
        whole = base64.urlsafe_b64decode(check + "=" * (-len(check) % 4))
    except ValueError:
        return np.zeros(0, dtype=np.float32)
    return np.frombuffer(whole, dtype=np.int8).astype(np.float32)
