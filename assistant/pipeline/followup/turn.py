"""A follow-up as it was asked, and what it follows."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.language.terms import names
from assistant.pipeline.followup.noun_phrases import (
    AUXILIARIES,
    FOREIGN_PREPOSITIONS,
    PREPOSITIONS,
    noun_phrases,
)
from index.words import content_words, words

# Words that an English question hardly has.
FOREIGN = re.compile(
    r"\b(?:und|der|das|dem|den|eine?[nr]?|ist|sind|für|wann|wie|warum|wer|kann|kostet|"
    r"les?|une|est|sont|quand|combien|quel(?:le)?s?|où|peut|coûte(?:nt)?)\b",
    re.I,
)
SHORT = 4  # words in all; a question of fewer rarely says what it is about
LONGEST_FRAGMENT = 10  # words; what is longer asks something of its own
QUESTION_WORDS = (
    "who whom whose what when where which why how wer wen wem wessen was wann wo wohin woher welche welcher "
    "welches welchen warum wieso weshalb wie qui que quoi quand où quel quelle quels quelles pourquoi "
    "comment combien"
).split()
QUESTION_WORD = re.compile(rf"^(?:{'|'.join(QUESTION_WORDS)})\b", re.I)
CLAUSE = re.compile(r"^(?:if|unless|when|while|because|wenn|falls|si)\b", re.I)
PREPOSITION = re.compile(rf"^(?:{'|'.join(sorted(PREPOSITIONS))}|{FOREIGN_PREPOSITIONS})\b", re.I)
NO_FRAGMENT = re.compile(
    r"^(?:i|we|you|he|she|it|they|there|please|tell|explain|show|list|give|compare|describe|summari[sz]e|find|"
    r"thanks?|yes|no|not|ok|okay|hello|hi|let|view|any|anything|"
    r"something|more|really|else|maybe|sorry|same|again|continue|go|ja|nein|danke|oui|non|merci)\b|\b(?:"
    + "|".join(sorted(AUXILIARIES))
    + r")\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A follow-up as it was asked and what it follows: the last question (which stands alone), its answer.

    `text` is `asked` without a lead such as "And" or "What about" (`led`). `known` are the names before.
    """

    asked: str
    text: str
    last: str
    answer: str
    known: tuple[str, ...]

    @property
    def led(self) -> bool:
        """Whether it begins with words that join it to what was before."""
        return self.text != self.asked

    @property
    def bare(self) -> str:
        """The text without the mark at its end."""
        return without_mark(self.text)

    @property
    def is_fragment(self) -> bool:
        """Whether it is no sentence: "for children?", "the Petrel?"."""
        if QUESTION_WORD.match(self.text) or not content_words(self.text):
            return False
        length = len(words(self.text))
        if self.led and (CLAUSE.match(self.text) or PREPOSITION.match(self.text)):
            return length <= LONGEST_FRAGMENT
        return not NO_FRAGMENT.search(self.text) and length <= (LONGEST_FRAGMENT if self.led else SHORT)

    @property
    def is_foreign(self) -> bool:
        """Whether the last question is German or French."""
        return FOREIGN.search(self.last) is not None

    @property
    def is_name(self) -> bool:
        """Whether it is a fragment with a name in it: the first capital letter may be that of a sentence."""
        first = self.led or (self.text.endswith("?") and " " not in self.bare)
        return bool(names(f"of {self.bare if first else lowered(self.bare)}"))


def named_nouns(text: str) -> list[str]:
    """The noun phrases of a text that have a name in them."""
    return [phrase.noun for phrase in noun_phrases(text) if phrase.named]


def without_mark(text: str) -> str:
    """The text without the mark at its end."""
    return text.strip().rstrip("?.! ")


def lowered(text: str) -> str:
    """The first letter small, where the word is no name: it is one of those that begin any sentence."""
    first = text.split(" ", 1)[0]
    return (
        text if first == "I" or (len(first) > 1 and not first[1:].islower()) else text[:1].lower() + text[1:]
    )


def capitalised(text: str) -> str:
    """The first letter large."""
    return text[:1].upper() + text[1:]


Rule = Callable[[Turn], str | None]
