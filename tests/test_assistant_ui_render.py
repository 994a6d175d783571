"""Records as HTML: what comes from documents and models is shown as text, whatever it is."""

from html.parser import HTMLParser

import pytest

from assistant.types import Answer, Citation, Sentence
from assistant.ui import render
from assistant.ui.adding import Line
from assistant.ui.render import Turn, escape
from documents.types import Source

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "${1+1}",
    "{{7*7}}",
    "`${alert(1)}`",
    "</blockquote></div>",
]


class Seen(HTMLParser):
    """The tags, the attributes and the text that a browser sees."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.names, self.text = [], set(), ""
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def everything(text):
    """A page's worth of records in which every text is `text`."""
    citation = Citation("s", 1, text, 2, 0, len(text), text)
    kept = Sentence(text, 0, len(text), "partly", 0.5, (citation,), (text,))
    left_out = Sentence(text, 0, len(text), "not_found", 0.0, (), (text,))
    texts = dict.fromkeys(("question", "draft", "text", "model"), text)
    values = texts | {
        "standalone_question": text + "?",
        "confidence": 0.5,
        "conflicts": (),
        "missing": (text,),
        "notes": (text,),
        "hits": (),
        "timings": {"total": 1.0},
        "quotes": (citation,),
    }
    answer = Answer(refused=False, sentences=(kept,), withheld=(left_out,), **values)
    decline = Answer(refused=True, sentences=(), withheld=(), **values)
    source = Source(text, text, (text,), text, "text/plain", "0", 1, "2026-01-01", None, 3, 1)
    turns = [
        Turn(text, quotes=(citation,), sentences=[kept]),
        Turn(text, answer=answer),
        Turn(text, answer=decline),
        Turn(text, error=text),
    ]
    parts = [render.turn(turn) for turn in turns]
    return "".join([*parts, render.status(text), render.lines([Line(text, "failed", text, text)]),
                    render.sources([source])])  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup(text):
    hostile, plain = Seen(everything(text)), Seen(everything("harmless"))
    assert hostile.tags == plain.tags
    assert hostile.names == plain.names
    assert text in hostile.text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_leaves_a_mark_of_a_template(text):
    assert not set("{}$`<>") & set(escape(text))


def test_a_partly_found_sentence_says_why():
    sentence = Sentence("It sails.", 0, 9, "partly", 0.5, (), ("the time is not stated",))
    assert "the time is not stated" in render.turn(Turn("?", sentences=[sentence]))


def test_a_sentence_that_is_not_found_is_not_shown_while_the_answer_grows():
    sentence = Sentence("The moon is cheese.", 0, 19, "not_found", 0.0, (), ())
    assert "cheese" not in render.turn(Turn("?", sentences=[sentence]))
