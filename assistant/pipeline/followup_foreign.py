"""Fragments of German and French follow-ups: "Und am Samstag?", "Et pour les enfants ?"."""

import re

# Words that an English question hardly has.
FOREIGN = re.compile(
    r"\b(?:und|der|das|dem|den|eine?[nr]?|ist|sind|für|wann|wie|warum|wer|kann|kostet|"
    r"les?|une|est|sont|quand|combien|quel(?:le)?s?|où|peut|coûte(?:nt)?)\b",
    re.I,
)
DAY = re.compile(
    r"\b(?:(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|lundi|mardi|mercredi|jeudi|vendredi|samedi|"
    r"dimanche|matin|soir|été|hiver)\b",
    re.I,
)
ARTICLE = r"(?:der|die|das|den|dem|eine?[mnr]?|les?|la|une?|mon|ma|mes|mein(?:e[mnr]?)?)"
PREPOSITION = re.compile(
    rf"\b(?P<word>für|am|an|im|in|mit|ohne|bei|nach|vor|ab|bis|pour|à|aux?|en|avec|sans|dans|chez|après|avant)\s+"
    rf"(?:{ARTICLE}\s+)?[\w-]+",
    re.I,
)
NOUN = re.compile(rf"\b{ARTICLE}\s+[\w-]+", re.I)


def replaced_phrase(last: str, fragment: str) -> str | None:
    """The last question with its phrase of the same preposition replaced; None where it has none.

    >>> replaced_phrase("Wann ist das Bad am Montag offen?", "am Samstag")
    'Wann ist das Bad am Samstag offen?'
    """
    word = fragment.split(" ", 1)[0].lower()
    found = [match for match in PREPOSITION.finditer(last) if match["word"].lower() == word]
    return last[: found[-1].start()] + fragment + last[found[-1].end() :] if found else None


def replaced_noun(last: str, fragment: str) -> str | None:
    """The last question with its only noun that has an article replaced; None where that is not clear.

    >>> replaced_noun("Was kostet die Tageskarte?", "die Kinderkarte")
    'Was kostet die Kinderkarte?'
    """
    found = list(NOUN.finditer(last))
    if len(found) != 1 or not NOUN.match(fragment):
        return None
    return last[: found[0].start()] + fragment + last[found[0].end() :]
