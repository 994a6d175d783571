"""Roman numbers, as lists and footnotes count."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
MOST_ROMAN = 4_000  # from here on there are no letters


def roman(count: int) -> str:
    """A number above 0 in small Roman letters."""
    text = ""
    for size, letters in _ROMAN:
        text += letters * (count // size)
        count %= size
    return text
