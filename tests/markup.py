"""How tests look at HTML, and the texts that must not become any."""

from html.parser import HTMLParser

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "${1+1}",
    "{{7*7}}",
    "`${alert(1)}`",
    "</blockquote></template></div>",
]


class Seen(HTMLParser):
    """The tags, the attributes and the text that a browser sees; bold marks words, which differ."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.names, self.text = [], set(), ""
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags += [tag] if tag != "b" else []
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data
