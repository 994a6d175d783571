"""The words that are seen of a web page and of a Rich Text document, by their marks alone."""

import re

from documents.readers.html.reader import visible_tree
from documents.readers.html.walk import UNSEEN

_INLINE = frozenset(  # between these and the text around them there is no gap
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q rb s samp "
    "small span strike strong sub "
    "sup time tt u var wbr".split()
)
_RTF = re.compile(
    r"\\'(?P<byte>[0-9a-fA-F]{2})|\\u(?P<char>-?\d{1,6}) ?|\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|\\(?P<sign>[^a-z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_ASIDE = frozenset(  # groups that hold no text of the document
    "fonttbl colortbl stylesheet info pict object themedata colorschememapping datastore "
    "latentstyles listtable listoverridetable rsidtbl generator xmlnstbl mmathPr fldinst filetbl revtbl "
    "bkmkstart bkmkend nonshppict header headerl headerr headerf footer footerl footerr footerf".split()
)
_HIDING = ("v", "deleted")
_SIGNS = {"_": "-", "-": "", "*": ""}
_ENDS = frozenset("par line tab cell row sect page column nestcell nestrow".split())
_FOREIGN = re.compile(r"\w{0,99}\x00[\w\x00]{0,99}")


def page_words(page: str) -> str:
    """All text of a page but what markup hides, block from block by a blank.

    Hidden are scripts, styles, templates, what the head holds, elements with the attribute `hidden` or a
    style that hides them, and what stands in a frame, a picture or a list of choices.
    """
    from lxml import etree  # type: ignore[import-untyped]

    tree = visible_tree(page)
    if tree is None:
        return ""
    parts: list[str] = []
    events = etree.iterwalk(tree, events=("start", "end"))
    linked = False  # the end of a link came last
    for event, element in events:
        tag = element.tag
        if event == "start":
            if tag in UNSEEN:
                events.skip_subtree()
                continue
            parts.append(" " if tag not in _INLINE or (tag == "a" and linked) else "")
            words = element.text
            linked = linked and not words and tag != "a"
        else:
            parts.append("" if tag in _INLINE or tag in UNSEEN else " ")
            words = element.tail
            linked = (tag == "a" or linked) and not words
        parts.append(words or "")
    return "".join(parts)


def rich_words(rtf: str) -> str:
    """The text outside of codes, headers and footers.

    Left out are words of other letters than ASCII, for which the fonts would have to be known.
    """
    parts: list[str] = []
    above: list[tuple[bool, bool]] = []
    aside = unseen = starred = False  # whether a group holds no text, is hidden, and whether "\\*" came last
    left = 0  # characters that only stand in for the one before
    for token in _RTF.finditer(rtf):
        brace, word, sign, text = token["brace"], token["word"], token["sign"], token["text"]
        if brace == "{":
            above.append((aside, unseen))
        elif brace:
            aside, unseen = above.pop() if above else (False, False)
        elif word:
            aside = aside or starred or word in _ASIDE
            unseen = token["number"] != "0" if word in _HIDING else unseen
            parts.append(" " if word in _ENDS else "")
        elif not aside and not unseen:
            parts.append(text[left:] if text else "\x00" if sign is None else _SIGNS.get(sign, " "))
        left = 1 if token["char"] else 0
        starred = sign == "*"
    return _FOREIGN.sub(" ", "".join(parts))
