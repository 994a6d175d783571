"""Which encoding from before Unicode a file is in.

charset-normalizer alone took 14 of 46 short samples for another code page ("Café" came out as
"Cafķ"), so the common ones are told apart here by the letters a language uses most; it is asked
only where none of them fits.
"""

import re
from collections import Counter
from collections.abc import Callable

_SAMPLE = 20_000
_FEW_SHARE = 0.01  # share of the characters above ASCII
_FEW_KINDS = 3
_HANGUL = "\uac00-\ud7a3"
_KANA = "\u3041-\u30fe"
_HALF_WIDTH = "\uff61-\uff9f"
_SIMPLIFIED = "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就要下会自着过家天气今日"
_TRADITIONAL = "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就要下會自著過家天氣今日"

# The letters that make up most of a text in the languages written with each code page.
_COMMON = {
    "cp1251": "оеаинтсрвлкмдпуяыгіъ",
    "koi8_r": "оеаинтсрвлкмдпуяыг",
    "cp866": "оеаинтсрвлкмдпуяыг",
    "cp1253": "αοιετσνρηυπκλμςίάόέή",
    "cp1255": "יוהלאתמשרנבםדע",
    "cp1256": "اليمونرتبةدعسفهك",
    "cp874": "านรกอเงมยลวดท่้ัิีสต",
}
_TYPOGRAPHY = "’‘“”„–—…•€°§£©«»\xa0"
_WESTERN = _TYPOGRAPHY + "éèêëàâçùûîïôœöäüßñóíáúåæøãõìòÉÀÖÄÜÅØÆÇÑÓÁÍÚðþ½²³µ®™¡¿ºª"
_LATIN = {
    "cp1252": _WESTERN,
    "cp1250": _TYPOGRAPHY + "áéíóúýěščřžůťďňłąęśćżńźőűöüäăâîşţŁŚŻŠČŘŽÁÉÍÓÚ",
    "cp1254": _TYPOGRAPHY + "ğışçöüâİŞÇÖÜ",
    "cp1257": _TYPOGRAPHY + "āčēģīķļņšūžąęėįųöäõüŠŽ",
    "mac_roman": _WESTERN,
    "cp850": _WESTERN.replace("³", "").replace("²", ""),
}
# The languages that show the code page where letters alone leave it open.
_LANGUAGES = {"cp1250": {"cs", "sk", "pl", "hu", "ro", "hr", "sl", "bs", "sq"}, "cp1254": {"tr", "az"}}
_LANGUAGES["cp1257"] = {"lt", "lv", "et"}


def guess(data: bytes) -> str:
    """The name of the codec that `data`, which is not UTF-8, is most likely in."""
    sample = _sample(data)
    letters = sum(byte > 0x7F or chr(byte).isalpha() for byte in sample)
    high = sum(byte > 0x7F for byte in sample)
    if high > 0.3 * letters:
        mixed = len(re.findall(rb"[a-zA-Z][\x80-\xff]|[\x80-\xff][a-zA-Z]", sample))
        other_script = _best(sample, _COMMON, least=0.45) if mixed < 0.1 * high else None
        if encoding := _east_asian(sample) or other_script:
            return encoding
    return _latin(sample) or _by_charset_normalizer(data)


def unusual(text: str, encoding: str) -> set[str]:
    """The characters of a text in a Latin code page that hardly any text in it has: likely damaged bytes.

    Empty where there are many kinds of them: then it is a text of a kind that is not known here.
    """
    known = _LATIN.get(encoding)
    if known is None:
        return set()
    counted = Counter(re.findall(r"[^\x00-\x7f]", text))
    odd = {letter for letter in counted if letter not in known and letter.lower() not in known}
    few = sum(counted[letter] for letter in odd) <= max(2, _FEW_SHARE * counted.total())
    return odd if few and len(odd) <= _FEW_KINDS else set()


def _sample(data: bytes) -> bytes:
    """Lines with bytes above 127, whole, so that no character is cut."""
    lines = [line for line in data.splitlines(keepends=True) if not line.isascii()]
    taken: list[bytes] = []
    for line in lines:
        taken.append(line)
        if sum(map(len, taken[-100:])) > _SAMPLE or len(taken) > 500:
            break
    return b"".join(taken)


def _text(sample: bytes, encoding: str) -> str | None:
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError:
        return None


def _share(text: str, characters: str) -> float:
    """The share of `characters` (a regular expression's set) among all that are not ASCII."""
    others = re.sub(r"[\x00-\x7f]", "", text)
    return len(re.findall(f"[{characters}]", others)) / len(others) if others else 0.0


# In this order: the stricter an encoding is, the more its fitting says.
_EAST_ASIAN: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("euc_kr", "cp949", lambda text: _share(text, _HANGUL) > 0.85),
    ("cp932", "cp932", lambda text: _share(text, _KANA) > 0.15 and _share(text, _HALF_WIDTH) < 0.1),
    ("euc_jp", "euc_jp", lambda text: _share(text, _KANA) > 0.15),
    ("gb18030", "gb18030", lambda text: _share(text, _SIMPLIFIED) > 0.1),
    ("big5", "big5", lambda text: _share(text, _TRADITIONAL) > 0.1),
    ("cp932", "cp932", lambda text: _share(text, "\u4e00-\u9fff") > 0.8 and _share(text, _HALF_WIDTH) == 0),
    ("gb2312", "gb18030", lambda text: _share(text, "\u4e00-\u9fff") > 0.8),
)


def _east_asian(sample: bytes) -> str | None:
    for strict, encoding, fits in _EAST_ASIAN:
        text = _text(sample, strict)
        if text is not None and fits(text):
            return encoding
    return None


def _best(sample: bytes, common: dict[str, str], *, least: float) -> str | None:
    """The encoding under which most of what is not ASCII is common; the earlier wins a tie."""
    scores = {
        encoding: _share(text, re.escape(characters))
        for encoding, characters in common.items()
        if (text := _text(sample, encoding)) is not None
    }
    best = max(scores, key=lambda encoding: scores[encoding], default=None)
    return best if best and scores[best] >= least else None


def _latin(sample: bytes) -> str | None:
    from documents.reading.languages import detect

    for encoding, languages in _LANGUAGES.items():
        text = _text(sample, encoding)
        letters = _LATIN[encoding].removeprefix(_TYPOGRAPHY)
        if not text or len(set(text) & set(letters)) < 2:  # too little to go by
            continue
        if _share(text, re.escape(_LATIN[encoding])) > 0.7 and detect(text) in languages:
            return encoding
    western = {name: _LATIN[name] for name in ("cp1252", "mac_roman", "cp850")}
    return _best(sample, western, least=0.7)


def _by_charset_normalizer(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best else "cp1252"
