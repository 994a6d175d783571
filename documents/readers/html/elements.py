"""What elements of a web page are by their markup: main part, beside it, opening more with a press."""

import re
from typing import Any

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLANK = " \t\n\r\f\v\xa0\u200b\u200c\u200d\u2028\u2060\ufeff"  # nothing to see
_LONGEST_LABEL = 200  # of what is pressed to see what is below it
_FEWEST_WORDS = 3  # of it, if it asks nothing
_AROUND = frozenset(("nav", "dialog"))
_BESIDE = ("header", "footer", "aside")  # unless they are parts of the main text
_CONTACT = ("tel:", "mailto:", "sms:")  # links that lead to no other page
INLINE = ("span", "b", "strong", "em", "i", "time", "small", "data")
_ROLES = frozenset(
    (
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
    )
)
_NAMED = re.compile(r"cookie|consent|gdpr|comment|disqus", re.IGNORECASE)


def is_around(element: Any, *, within_main: bool) -> bool:
    """Whether the markup says that the element stands beside the page's text."""
    tag = element.tag
    titled = tag in _BESIDE and _has_title(element)
    if tag in _AROUND or (tag in _BESIDE and not within_main and not titled):
        return True
    if element.get("role", "").lower() in _ROLES and not titled:
        return True
    named = f"{element.get('id', '')[:200]} {element.get('class', '')[:200]}"
    return tag in ("div", "section", "form", "ol", "ul") and bool(_NAMED.search(named))


def is_main(element: Any) -> bool:
    """Whether an element is the page's main part by its markup, or its title with what stands below it."""
    return element.tag == "main" or element.get("role", "").lower() == "main" or _has_title(element)


def stands_apart(element: Any) -> bool:
    """Whether an element follows another without a blank, and only the style sheet parts them.

    Not the letters of one word, each in an element of its own.
    """
    before = element.getprevious()
    if before is None or before.tag not in INLINE or before.tail or not before.get("class"):
        return False
    own, other = ("".join(each.itertext()).strip(BLANK) for each in (element, before))
    if min(len(own), len(other)) < 2 or not element.get("class"):
        return False
    in_word = own[0].islower() and other[-1].islower()
    return not (in_word and element.get("class") == before.get("class"))


def opens(element: Any) -> bool:
    """Whether a press on an element shows what stands below it: a question, the title of a part."""
    pressed = element.tag in ("button", "label") or element.get("role", "").lower() == "button"
    told = any(
        element.get(name) for name in ("aria-controls", "aria-expanded", "data-toggle", "data-bs-toggle")
    )
    if not (element.tag == "summary" or pressed or told) or element.find(".//input") is not None:
        return False
    if any(element.find(f".//{tag}") is not None for tag in HEADINGS):
        return False
    label = "".join(element.itertext()).strip(BLANK)
    if not 0 < len(label) <= _LONGEST_LABEL:
        return False
    if element.tag == "summary" or label.endswith("?"):
        return True
    return told and len(label.split()) >= _FEWEST_WORDS


def is_contact(link: Any) -> bool:
    """Whether a link leads to no other page, but to somebody."""
    return str(link.get("href", "")).strip().lower().startswith(_CONTACT)


def _has_title(element: Any) -> bool:
    """Whether a page's header has the page's title, and not only the site's name as a link."""
    title = element.find(".//h1") if element.tag == "header" else None
    return title is not None and title.find(".//a") is None and title.getparent().tag != "a"
