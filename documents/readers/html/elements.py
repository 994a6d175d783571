"""What elements of a web page are by their markup: main part, beside it, opening more with a press."""

import re
from itertools import islice
from typing import Any

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLANK = " \t\n\r\f\v\xa0\u200b\u200c\u200d\u2028\u2060\ufeff"  # nothing to see
_LONGEST_LABEL = 200  # of what is pressed to see what is below it
_FEWEST_WORDS = 3  # of such a label without a question mark
_LINKS = 2  # of an aside, from which on it leads elsewhere
_MOST_TEXTS = 40  # elements in one that are looked at: it may hold thousands
_OF_ITS_OWN = (*HEADINGS, "input")  # what says itself what it is
_LONGEST_PREFIX = 3  # letters that may be the first part of a word: "un", "Mc"
_MORE = re.compile(r"(?:read|show|see|view|open|close|load|mehr|weiter|lire|voir|ver|leer)\b", re.IGNORECASE)
_AROUND = frozenset(("nav", "dialog"))
_BESIDE = ("header", "footer", "aside")  # unless they are parts of the main text
_CONTACT = ("tel:", "mailto:", "sms:")  # links that lead to no other page
INLINE = ("span", "b", "strong", "em", "i", "time", "small", "data")
_ROLES = frozenset(
    "navigation banner contentinfo complementary search dialog alertdialog menu menubar".split()
)
_NAMED = re.compile(
    r"cookie|consent|gdpr|comment|disqus|sharing"
    r"|\b(?:sidebar|related|newsletter|share|modal|popup|author-(?:box|bio))\b",
    re.IGNORECASE,
)


def is_around(element: Any, *, within_main: bool) -> bool:
    """Whether the markup says that the element stands beside the page's text."""
    tag = element.tag
    titled = tag in _BESIDE and _has_title(element)
    if tag in _AROUND or (tag in _BESIDE and not titled and (not within_main or _leads_away(element))):
        return True
    if role_of(element) in _ROLES and not titled:
        return True
    names = f"{element.get('id', '')[:200]} {element.get('class', '')[:200]}"
    return tag in ("div", "section", "form", "ol", "ul") and bool(_NAMED.search(names))


def is_main(element: Any) -> bool:
    """Whether an element is the page's main part by its markup, or its title with what stands below it."""
    return element.tag == "main" or role_of(element) == "main" or _has_title(element)


def _leads_away(element: Any) -> bool:
    """Whether what stands within the main part is still beside it: a footer, or links to other pages."""
    return element.tag == "footer" or sum(1 for _ in islice(element.iter("a"), _LINKS)) == _LINKS


def stands_apart(element: Any) -> bool:
    """Whether an element follows another without a blank, and only the style sheet parts them: a word that
    begins with a capital, or a figure behind one that ends a word. Parts of a word or of a price are not.
    """
    before = element.getprevious()
    if before is None or before.tag not in INLINE or before.tail or not before.get("class"):
        return False
    if not element.get("class") or len(before) > 1:
        return False
    text, previous = beginning(element), beginning(before)
    if min(len(text), len(previous)) < 2:  # letters, each in an element of its own
        return False
    ends_word, begins_word = previous[-1].isalnum(), text[0].isalnum()
    if not (ends_word and begins_word) or (
        text[0].islower() and (previous[-1].islower() or previous[-1].isdecimal())
    ):
        return False
    return previous[-1].isdecimal() or len(previous) > _LONGEST_PREFIX or text[0].isdecimal()


def beginning(element: Any) -> str:
    """The first words of an element, as much as tells what it is."""
    parts = [element.text or ""]
    for descendant in islice(element.iter(), 1, _MOST_TEXTS):
        parts += (descendant.text or "", descendant.tail or "")
    return "".join(parts).strip(BLANK)[: _LONGEST_LABEL + 1]


def opens(element: Any) -> bool:
    """Whether a press on an element shows what stands below it: a question, the title of a part."""
    tag = element.tag
    names_target = tag == "button" and any(
        element.get(name) for name in ("aria-controls", "aria-expanded", "data-target")
    )
    toggles = element.get("data-toggle") or element.get("data-bs-toggle") or ""
    if not (tag in ("summary", "button", "label") or toggles == "collapse" or role_of(element) == "button"):
        return False
    if (toggles and toggles not in ("collapse", "tab")) or any(
        descendant.tag in _OF_ITS_OWN for descendant in islice(element.iter(), 1, _MOST_TEXTS)
    ):
        return False
    label = beginning(element)
    if not 0 < len(label) <= _LONGEST_LABEL or _MORE.match(label):
        return False
    if tag == "label":
        return bool(label.endswith("?") and toggles)
    return tag == "summary" or label.endswith("?") or (names_target and len(label.split()) >= _FEWEST_WORDS)


def role_of(element: Any) -> str:
    """What an element of any kind says that it plays, in lower case: "button"; "" for nothing."""
    return str(element.get("role", "")).lower()


def is_contact(link: Any) -> bool:
    """Whether a link leads to no other page, but to somebody."""
    return str(link.get("href", "")).strip().lower().startswith(_CONTACT)


def _has_title(element: Any) -> bool:
    """Whether a page's header has the page's title, and not only the site's name as a link."""
    title = element.find(".//h1") if element.tag == "header" else None
    return title is not None and title.find(".//a") is None and title.getparent().tag != "a"
