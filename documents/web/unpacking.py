"""The body of a web answer as it was before it was packed, a piece at a time: a bomb must not fill memory."""

import zlib
from collections.abc import Iterable, Iterator

PIECE = 65_536  # the most bytes that are unpacked at once
GZIP, ZLIB, RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS  # zlib's wbits


class CannotUnpack(Exception):
    """The body is packed in another way than it says, or in one that is not undone here; says which."""


def unpacked(parts: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """`parts`, undone by the header Content-Encoding, in pieces of at most 64 KB.

    Raises CannotUnpack for anything but one gzip or deflate, or none; and for broken ones.
    """
    names = [name for part in encoding.lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if not names:
        return iter(parts)
    if len(names) > 1:
        raise CannotUnpack(f"it is packed {len(names)} times over")
    if names[0] not in ("gzip", "x-gzip", "deflate"):
        raise CannotUnpack("it is packed in a way that is not known here")
    return _inflated(parts, gzip=names[0] != "deflate")


def _inflated(parts: Iterable[bytes], *, gzip: bool) -> Iterator[bytes]:
    machine = None
    try:
        for part in parts:
            while part:
                if machine is None or machine.eof:  # a gzip file may be several, one after the other
                    machine = zlib.decompressobj(GZIP if gzip else _deflate(part))
                yield machine.decompress(part, PIECE)
                part = machine.unused_data if machine.eof else machine.unconsumed_tail
    except zlib.error as error:
        raise CannotUnpack("what it is packed in is broken") from error
    if machine is not None:
        yield machine.flush()  # a few bytes: the input is used up
        if not machine.eof:
            raise CannotUnpack("it ends too early")


def _deflate(part: bytes) -> int:
    """Some servers leave the zlib header of "deflate" away; no stream without it begins with 8."""
    return ZLIB if part[0] & 0x0F == 8 else RAW
