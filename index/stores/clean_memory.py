"""Memory that is handed out clean.

Chroma writes its vectors' file with the room that it has not used yet, as the C library handed it out: what
this process freed before, be it a document's text, a question or a key.
"""

import ctypes
import sys

_PERTURB, _FILL = -6, 0xA5  # M_PERTURB of glibc's malloc.h, and any value but 0


def hand_out_clean() -> bool:
    """Has memory filled when it is handed out and when it is given back, from now on in the whole process.

    False where the C library cannot (it is not glibc). The embedder is not measurably slower by it.
    """
    if sys.platform != "linux":
        return False
    try:
        return bool(ctypes.CDLL(None).mallopt(_PERTURB, _FILL))
    except AttributeError:  # musl
        return False
