"""Single words that no evidence sentence has in any form: one is enough to make a true sentence false."""

from assistant.grounding.features import HAVE, Alignment

# The best cosine with a word there from which on a word may say the same. Most pairs of synonyms are above;
# a higher one costs more true sentences than it finds false ones.
STRANGE = 0.38
RARE = 0.8  # without vectors any synonym is strange: the weight from which on a word counts then
# Words that join sentences or speak of the sources; they say nothing that could be wrong.
_HARMLESS = frozenset(
    "additionally furthermore moreover finally alternatively secondly thirdly firstly lastly respectively "
    "overall likewise similarly specifically via whereas passage passages text texts source sources document "
    "documents excerpt mention mentions mentioned mentioning states stated suggests suggest according note "
    "following follows process one another".split()
)
# With these a thing did not happen, or is only said to have: strange however like another word.
_UNDOING = frozenset(
    "fail failed fails failing refuse refused refuses decline declined deny denied denies stop stopped stops "
    "cease ceased quit avoid avoided forget forgot almost barely hardly allegedly supposedly falsely wrongly "
    "myth rumour rumor pretend pretended attempt attempted try tried plan planned intend intended".split()
)


def unsaid(alignment: Alignment) -> list[str]:
    """The words of the sentence that neither the question nor an evidence sentence has or has a word like."""
    everywhere = alignment.got(range(len(alignment.lines)))
    alike = alignment.similar(alignment.near)
    return [
        text
        for word, credit, cosine, weight, given in zip(
            alignment.words, everywhere, alike, alignment.weights, alignment.given, strict=True
        )
        if credit < HAVE
        and not given
        and _is_strange(
            text := alignment.text[word.start : word.end], cosine, weight, embedded=alignment.embedded
        )
    ]


def _is_strange(word: str, cosine: float, weight: float, *, embedded: bool) -> bool:
    if word.lower() in _UNDOING:
        return True
    unlike = cosine < STRANGE if embedded else weight >= RARE
    return unlike and word.lower() not in _HARMLESS
