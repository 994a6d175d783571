"""Documents, and an answer of each form and outcome: for browser tests and screenshots."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assistant.phrases import NO_MODEL
from assistant.types import Answer, Citation, Section, Sentence, Value
from tests.browser import cited

PACK = [
    *("A torch with spare batteries", "A warm jacket", "Boots that keep the water out"),
    *("A cup and a spoon", "A towel", "Sun cream", "A whistle", "A map of the island"),
    *("Your membership card", "Medicine that you take each day, in its box and with the leaflet"),
    *("A book", "Ear plugs"),
]
STEPS = [
    "Close the tap under the sink.",
    "Pull the plug out of the socket.",
    "Take out the lower basket and turn the filter to the left until it comes loose.",
    "Rinse the filter under warm water; never use a wire brush.",
    "Put it back, and turn it to the right until it clicks.",
]
DOCUMENTS = {
    "cover.md": "# Household cover\n\n## After a claim\n\nIf you cannot stay at home after a fire or a "
    "flood, we pay for a hotel for up to 30 nights. The most that we pay for a hotel is £90 for each "
    "night.\n\n"
    "## Abroad\n\nWe do not pay for hotels on a holiday that you break off.\n",
    "camp.md": "# Camp\n\n## What to bring\n\nEveryone brings these things to the camp:\n\n"
    + "".join(f"- {one}\n" for one in PACK),
    "washer.md": "# Dishwasher manual\n\n## Care\n\nTo clean the filter once a month:\n\n"
    + "".join(f"{number}. {one}\n" for number, one in enumerate(STEPS, 1)),
    "fares.csv": "Ticket,Single,Return\nAdult,£13.00,£22.50\nChild under 14,£6.50,£11.00\nDog,free,free\n",
    "minutes.md": "# Minutes of 9 March\n\nThe committee took on a new treasurer, Ines Okafor. The roof of "
    "the hut is mended before winter for at most £4,200. Plots that stand empty for three months go to the "
    "next on the list. The hosepipe is off from June to August. The summer party is on 20 July.\n",
    "rules-2021.md": "# House rules 2021\n\nQuiet hours are from ten at night to seven in the morning.\n",
    "rules-2025.md": "# House rules 2025\n\nFrom 1 March 2025 quiet hours are from eleven at night to "
    "six in the morning. Bicycles stand in the yard.\n",
}
ARABIC = "تبحر العبّارة في الساعة التاسعة صباحا."
LONG = (
    "Die Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzgebung gilt für "
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte."
)
DOCUMENTS |= {"odd.md": f"# العبّارة\n\n{ARABIC}\n\n{LONG}\n"}

HOTEL = "How much is paid for a hotel each night?"
HOTEL_DRAFT = "Is a hotel drafted?"
BRING = "What should I bring to the camp?"
CLEAN = "How do I clean the filter?"
FARE = "What is the fare for a child there and back?"
COMPARE = "How do the two editions of the rules compare?"
MEETING = "What about the meeting in March?"
QUIET = "When are the quiet hours?"
ODD = "Was gilt für Unterbeamte?"
MIXED = "What is known of bicycles?"
AGAINST = "They speak of a claim; nothing about a holiday."
NIGHTS = "The most that we pay for a hotel is £90 for each night."
CLAIM = "If you cannot stay at home after a fire or a flood, we pay for a hotel for up to 30 nights."
BROKEN_OFF = "We do not pay for hotels on a holiday that you break off."
HELD = "Quiet hours are from ten at night to seven in the morning."
HOLDS = "From 1 March 2025 quiet hours are from eleven at night to six in the morning."
BICYCLES = "Bicycles stand in the yard."
BEFORE = "Until 1 March 2025"
DECIDED = [
    "The committee took on a new treasurer, Ines Okafor.",
    "The roof of the hut is mended before winter for at most £4,200.",
    "The hosepipe is off from June to August.",
]
READ = "All of Minutes of 9 March: 1 section"
ROW = "Child under 14\t£6.50\t£11.00"  # as the reader of tables writes it
ROW_SHOWN = "Ticket: Child under 14; Single: £6.50; Return: £11.00"


def write(folder: Path) -> list[Path]:
    """The documents, written to a folder."""
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in DOCUMENTS]


def stated(citation: Citation, number: str = "") -> Sentence:
    """A sentence that is the words of a citation."""
    return Sentence(citation.words, 0, len(citation.words), "found", 0.9, (citation,), (), number=number)


def endings(assistant) -> dict[str, Callable[[Answer], Answer]]:
    """What becomes of the answers, by a word of the question; for `tests.browser.stage`."""

    def at(title: str, *quotes: str, **place: object) -> tuple[Sentence, ...]:
        return tuple(stated(replace(cited(assistant, title, one), **place)) for one in quotes)

    def ends(*parts: tuple[Section, tuple[Sentence, ...]], **changes: object) -> Callable[[Answer], Answer]:
        found = tuple(one for _, sentences in parts for one in sentences)
        values = {"refused": False, "outcome": "answered", "sentences": found, "missing": (), "withheld": ()}
        values |= {"text": " ".join(one.text for one in found), "conflicts": (), "near_misses": ()}
        values |= {"sections": tuple(section for section, _ in parts), "notes": (), "model": ""}
        return lambda answer: replace(answer, **(values | changes))

    claim = at("Household cover", CLAIM, NIGHTS, headings=("After a claim",))
    abroad = at("Household cover", BROKEN_OFF, headings=("Abroad",))
    draft = Sentence(
        "A hotel costs at most £90.", 0, 26, "partly", 0.5, claim[1].citations, ("no hotel is named",), ()
    )
    invented = Sentence(
        "A hotel abroad is paid as well.", 0, 31, "not_found", 0.1, (), ("no passage states it",)
    )
    found = (Section("quote", 2), claim), (Section("quote", 1), abroad)
    doubt = {"outcome": "unsure", "notes": (AGAINST, NO_MODEL), "withheld": (invented,)}
    bring = at("Camp", *PACK, headings=("What to bring",))
    steps = tuple(
        replace(one, number=f"{number}.")
        for number, one in enumerate(at("Dishwasher manual", *STEPS, headings=("Care",), page=12), 1)
    )
    row = at("fares", ROW, shown=ROW_SHOWN, place="row “Child under 14”")
    now, before = at("House rules 2025", HOLDS), at("House rules 2021", HELD)
    return {
        "hotel each": ends(*found, **doubt),
        "drafted": ends((Section("text", 1), (draft,)), found[0], outcome="unsure", model="scripted-model"),
        "bring": ends(
            (Section("list", 12, "Everyone brings these things to the camp:", more=2), bring), form="list"
        ),
        "clean": ends((Section("steps", 5, "To clean the filter once a month:"), steps), form="steps"),
        "fare": ends(
            (Section("value", 1, value=Value("£11.00", "Child under 14", "Return")), row), form="table"
        ),
        "compare": ends(
            (Section("side", 1, "House rules 2025"), now),
            (Section("side", 1, "House rules 2021"), before),
            (Section("only", 1, "House rules 2025"), at("House rules 2025", BICYCLES)),
            form="compare",
        ),
        "meeting": ends(
            (Section("summary", 3, READ), at("Minutes of 9 March", *DECIDED)),
            form="summary",
            model="scripted-model",
        ),
        "quiet": ends((Section("now", 1), now), (Section("before", 1, BEFORE), before), form="change"),
        "Unterbeamte": ends(
            (Section("quote", 1), at("العبّارة", LONG)),
            (Section("quote", 1), at("العبّارة", ARABIC)),
            outcome="unsure",
        ),
        "bicycles": ends(
            (Section("quote", 1), at("House rules 2025", BICYCLES)),
            (Section("list", 2, "Decided:", more=1), at("Minutes of 9 March", *DECIDED[:2])),
            outcome="unsure",
            notes=("No document says where they stood before.", "Only 8 of 9 sources were asked."),
        ),
    }


STATES = {
    "unsure": HOTEL,
    "unsure-draft": HOTEL_DRAFT,
    "unsure-odd": ODD,
    "unsure-mixed": MIXED,
    "list": BRING,
    "steps": CLEAN,
    "value": FARE,
    "comparison": COMPARE,
    "summary": MEETING,
    "change": QUIET,
}
