"""Follow-ups become whole questions, and what is whole stays as it was asked."""

import doctest

import pytest

from assistant.pipeline.followup import fragments, noun_phrases, pronouns, rules, standalone
from assistant.types import Evidence
from documents.inputs import PastedText
from index.search import LONGEST_QUERY
from tests.building import build_assistant

SOLDIERS = [("user", "How many soldiers did Germany send in 2018?"), ("assistant", "1,000.")]
BOAT = [("user", "When was the Marigold built?"), ("assistant", "In 1974.")]
COURSE = [("user", "What does the 2 hour course cost?"), ("assistant", "£30.")]
OF_AGE = [("user", "Can my 6 year old come?"), ("assistant", "Yes.")]
FAULTS = [
    ("user", "what can it be"),
    ("assistant", "Fault: No start; Cause: Tank empty\n\nFault: No start; Cause: Engine flooded"),
]
CLASSES = [
    ("user", "who won the laser"),
    ("assistant", "£18 (Laser, Fee)\nClass: Laser; Fee: £18\n\nClass: Topper; Fee: £12"),
]
BOATS = "They are the Marigold, the Petrel and the Kestrel."


def after(question, answer=""):
    return [("user", question), ("assistant", answer)]


def examples():
    """The rows of the table over the rules."""
    lines = [line for line in rules.__doc__.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize(("last", "answer", "question", "expected"), examples())
def test_the_table_of_the_module_is_true(last, answer, question, expected):
    made = standalone(question, after(last, answer))
    assert (made.question, made.context) == (expected, ())


ROW = (
    "Lowest of 6 rows: Cost per contract\n\n€41 (Refer a friend, Cost per contract)\nChannel: Refer a friend"
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what was its spend", "What was Refer a friend’s spend"),
        ("how much did they spend on it", "How much did they spend on Refer a friend"),
        ("and when did they begin", "and when did they begin"),  # who they are is not said
        ("what is his spend", "what is his spend"),
    ],
)
def test_a_pronoun_stands_for_the_row_that_an_answer_names(question, expected):
    assert standalone(question, after("which channel was cheapest per contract", ROW)).question == expected


@pytest.mark.parametrize(
    "answer",
    [
        "Hartmill Ltd (Flour, Supplier)\nSupplier: Hartmill Ltd",  # the value is what was asked for
        "Highest of 9 rows: Price\n\n£90 (Tandem, Price)\n\n£90 (Cargo, Price)",
        "To bring:\n\nBoots (leather, high)",
    ],
)
def test_no_row_is_meant_where_another_may_be(answer):
    for question in ("what is its number", "how many do they have of it"):
        whole = standalone(question, after("which supplier sells flour", answer)).question
        assert not any(row in whole for row in ("Flour", "Tandem", "Cargo", "leather"))


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        ("And in 2019?", SOLDIERS, "How many soldiers did Germany send in 2019?"),
        ("and France?", SOLDIERS, "How many soldiers did France send in 2018?"),
        ("What about France?", SOLDIERS, "How many soldiers did France send in 2018?"),
        ("when", after("who is servicing the boiler"), "When? (Who is servicing the boiler?)"),
        # "First" and "last" say when, and pick nothing of a list.
        ("where did she work first", after("who was ilse tarnow"), "Where did ilse tarnow work first"),
        ("how long did it last", after("what caused the outage in May"), "How long did the outage last"),
        ("and the third", after("who came first?"), "Who came third?"),
        ("when does he come", after("who is running it"), "when does he come"),
        ("and petunias?", after("can someone bring back a bag of soil"), "What about petunias?"),
        ("and sunday?", after("Who is on on Saturday 30 May 2026?"), "Who is on on sunday 31 May 2026?"),
        ("and on monday", after("who is on on saturday 30 may"), "Who is on on monday 1 June"),
        ("and 30k?", after("how many quotes for a £7k job"), "How many quotes for a £30k job"),
        ("how do i fix that last one", FAULTS, "How do i fix “Engine flooded”"),
        ("and the second?", CLASSES, "What about Topper?"),
        # A group with a number is no time, so that the day takes the place of the day.
        ("and wednesdays", after("clubs on tuesday for year 5"), "Clubs on wednesdays for year 5"),
        ("and on fridays", after("Is it open on Monday in May?"), "Is it open on fridays in May?"),
        ("and week 4?", after("What is due in week 3?"), "What is due in week 4?"),
        # What stands behind "before" says when.
        ("and her aspirin?", after("When does she stop it before the operation"), "What about her aspirin?"),
        # An age takes the place of no other number.
        ("and my 12 yr old", COURSE, "What does the 2 hour course cost for my 12 yr old?"),
        (
            "and if she was 23",
            after("what if a 19 year old was driving"),
            "What if a 23 year old was driving",
        ),
        ("and if he's 40", after("what if a 19 year old was driving"), "What if a 40 year old was driving"),
        ("and if she is 70", COURSE, "What does the 2 hour course cost if she is 70?"),
        ("and two weeks later", after("how bright was it on 1 November"), "How bright was it on 15 November"),
        ("and 3 days earlier?", after("Who was on call on 2 May?"), "Who was on call on 29 April?"),
        ("and im 40", COURSE, "What does the 2 hour course cost if im 40?"),
        ("and my 8 year old?", OF_AGE, "Can my 8 year old come?"),
        ("Who built it?", BOAT, "Who built the Marigold?"),
        ("How long are its ramps?", BOAT, "How long are the Marigold’s ramps?"),
        ("Why?", BOAT, "Why was the Marigold built?"),
        ("Thanks. Who built it?", BOAT, "Who built the Marigold?"),
    ],
)
def test_a_follow_up_takes_what_it_lacks_from_the_last_question(question, history, expected):
    assert standalone(question, history).question == expected


@pytest.mark.parametrize(
    ("last", "question", "expected"),
    [
        ("What goes out on 16 June?", "and the week after?", "What goes out on 23 June?"),
        ("What time is the barbecue?", "What does it cost?", "What does the barbecue cost?"),
        # Nobody rents a child.
        (
            "How old must I be to rent a bike?",
            "and a child?",
            "How old must I be to rent a bike for a child?",
        ),
        ("How much is a bike for an adult?", "and a child?", "How much is a bike for a child?"),
        # "One" is no number here.
        ("What is a city bike for 3 days?", "and an electric one?", "What is an electric bike for 3 days?"),
        ("What are the opening hours?", "what about Sundays?", "What are the opening hours on Sundays?"),
        ("When are you open on a Sunday?", "and Mondays?", "When are you open on Mondays?"),
        ("How much is a pitch?", "in July?", "How much is a pitch in July?"),
        ("How much is a pitch?", "opening hours Saturday", "opening hours Saturday"),
        ("What goes out on Tuesday 30 June 2026?", "and the next day?", "What goes out on 1 July 2026?"),
        ("What goes out on 1 March?", "And on the day before?", "What goes out on 28 February?"),
        ("It shows E20, what now?", "and e90?", "It shows e90, what now?"),
        ("What is the gauge?", "ok so how do I fill it?", "How do I fill the gauge?"),
        (
            "two years here, how long is my notice",
            "how was that before",
            "Two years here, how long is my notice before?",
        ),
        (
            "How much do we pay for the hall?",
            "and what was it before?",
            "How much do we pay for the hall before?",
        ),
        (
            "What does the guild pay me an hour these days for tuning?",
            "and what was it under the old contract?",
            "What does the guild pay me an hour for tuning under the old contract?",
        ),
        ("What is the fee in the new list?", "and in the old one?", "What is the fee in the old one?"),
        ("How do I print A4 on the HP P1102?", "and A3?", "How do I print A3 on the HP P1102?"),
        (
            "How much power does the pump draw?",
            "and the biggest one?",
            "How much power does the biggest pump draw?",
        ),
        (
            "How much power does the hx-40/8 draw?",
            "and the big one?",
            "How much power does the big one draw?",
        ),
        ("Is it open on the 3rd of May?", "and the day after?", "Is it open on 4 May?"),
        (
            "Hi, when is the pool open on Saturday? Thanks",
            "and on Sunday?",
            "When is the pool open on Sunday?",
        ),
    ],
)
def test_another_day_code_or_time_takes_the_place_of_the_one_asked_about(last, question, expected):
    assert standalone(question, after(last)).question == expected


@pytest.mark.parametrize(
    ("last", "question", "expected"),
    [
        ("water for an xl loaf", "and yeast", "Yeast for an xl loaf"),
        ("deposit for the flat", "and rent", "Rent for the flat"),
        ("deposit for the flat", "and the garage", "Deposit for the garage"),
        ("rules on dogs", "and cats", "Rules on cats"),
        ("premium for cats", "and dogs", "Premium for dogs"),
        ("excess on the boat", "and lockers", "What about lockers?"),
        ("chair of the club", "and Anna", "What about Anna?"),
        ("parking at the hall", "what about it", "The hall"),
    ],
)
def test_of_key_words_the_noun_that_stands_alike_gives_way(last, question, expected):
    assert standalone(question, after(last)).question == expected


@pytest.mark.parametrize(
    ("last", "question"),
    [
        ("What goes out on Tuesday?", "and the week after?"),
        ("Are dogs allowed?", "E20?"),
        ("Is it closed from May to June?", "and the week after?"),
    ],
)
def test_without_a_day_or_a_code_none_is_made_up(last, question):
    made = standalone(question, after(last)).question
    assert not any(character.isdigit() for character in made.replace("E20", ""))


@pytest.mark.parametrize(
    ("last", "question", "expected"),
    [
        ("Is it closed from 3 May to 5 May?", "and the week after?", "5 May"),
        ("Is it closed on 3-5 May?", "and the day after?", "5"),
        ("What is the toolbox?", "where is it now?", "Where is the toolbox now?"),
        ("What is the rent?", "what was it before?", "What was the rent before?"),
        ("What is next to B12 on the plan C4?", "and D7?", "B12"),
    ],
)
def test_what_a_follow_up_says_itself_stays(last, question, expected):
    made = standalone(question, after(last))
    assert expected in made.question or expected.lower().split()[0] in made.context


@pytest.mark.parametrize(
    ("last", "question", "expected"),
    [
        (
            "What is the club's yearly fee?",
            "And for children?",
            "What is the club's yearly fee for children?",
        ),
        ("What is the club's yearly fee?", "for children?", "What is the club's yearly fee for children?"),
        ("What did the club spend?", "and in 2024?", "What did the club spend in 2024?"),
        ("How much is a projector per day?", "and the deposit?", "What is the deposit for a projector?"),
        ("How much is it to hire the saw?", "And the age limit?", "What is the age limit for the saw?"),
        ("What is the price of a day ticket?", "and the deposit?", "What is the deposit of a day ticket?"),
        ("How much is neutering a male cat?", "and a female?", "How much is neutering a female cat?"),
        ("When is the pool open in May?", "And on Saturdays?", "When is the pool open on Saturdays?"),
        ("Summarise the minutes of March", "And November?", "Summarise the minutes of November"),
        ("Who made tea on 30 Jan?", "and on 6 march?", "Who made tea on 6 march?"),
        ("Is it open on Monday 3 March?", "And on Tuesday 4 March?", "Is it open on Tuesday 4 March?"),
        ("How much is it for 2 people in 2024?", "And for 4?", "How much is it for 4 people in 2024?"),
        ("What happens if I cancel late?", "And if I do not come?", "What happens if I do not come?"),
        (
            "What does the deposit cost?",
            "and without insurance?",
            "What does the deposit cost without insurance?",
        ),
        (
            "What did they decide about the shed?",
            "And about the fence?",
            "What did they decide about the fence?",
        ),
        ("How much is the monthly ticket?", "And the annual one?", "How much is the annual ticket?"),
        ("What does plan A cost?", "And plan B?", "What does plan B cost?"),
        ("The display says E2, what is it?", "What about E4?", "The display says E4, what is it?"),
        (
            "How many plays of Romeo and Juliet are there?",
            "And Hamlet?",
            "How many plays of Hamlet are there?",
        ),
        ("When does the library close?", "And the café?", "When does the café close?"),
        ("Are guests allowed in the lounge?", "And cats?", "Are cats allowed in the lounge?"),
        ("What is the excess?", "And the fees?", "What are the fees?"),
        (
            "What is the excess?",
            "What about the goal of the new rules?",
            "What is the goal of the new rules?",
        ),
        ("What is the excess?", "speed limit", "What is the speed limit?"),
        ("When does the bus to Ellisk arrive?", "And to Zork?", "When does the bus to Zork arrive?"),
        ("Can I take the car to france?", "And to Turkey?", "Can I take the car to Turkey?"),
        ("Am I allowed to park?", "And to Ellisk?", "Am I allowed to park to Ellisk?"),
        ("Who signs a claim of 1800 pounds?", "and 2300?", "Who signs a claim of 2300 pounds?"),
        ("Who led the club in 1800?", "and 1900?", "Who led the club in 1900?"),
        ("Why is my bread flat?", "And if the crust is pale?", "What if the crust is pale?"),
        ("What was the 2019 budget?", "and in 2020?", "What was the 2020 budget?"),
        ("Why must I pay if I cancel late?", "And if I come?", "Why must I pay if I come?"),
        (
            "When does the ferry start to sail?",
            "And to Hannet?",
            "When does the ferry start to sail to Hannet?",
        ),
        ("When was the last MOT?", "And the service?", "When was the last service?"),
        ("When was the last MOT?", "And the one before that?", "When was the second last MOT?"),
        ("When was the second last MOT?", "And the one before?", "When was the third last MOT?"),
        ("Who chaired the last meeting?", "And the treasurer?", "Who chaired the treasurer?"),
        ("When does the next bus leave?", "And the train?", "When does the next train leave?"),
        ("When does the next bus leave?", "And the last train?", "When does the last train leave?"),
        ("How do I cancel?", "What if I want to pause?", "How do I pause?"),
        ("How do I file a complaint?", "I live in Ohio.", "How do I file a complaint in Ohio?"),
    ],
)
def test_a_fragment_takes_the_place_of_its_like_or_is_added(last, question, expected):
    made = standalone(question, after(last))
    assert made.question == expected


@pytest.mark.parametrize(
    ("last", "answer", "question", "expected"),
    [
        ("Are guests allowed?", "No.", "Why not?", "Why are guests not allowed?"),
        ("Are guests allowed?", "Yes.", "Why?", "Why are guests allowed?"),
        ("Can I bring a dog?", "No, only on a lead.", "why?", "Why can I not bring a dog?"),
        ("Is there a fee for late payments?", "Yes.", "How much?", "How much is the fee for late payments?"),
        ("Do I have to pay for parking?", "Yes.", "How much?", "How much do I have to pay for parking?"),
        ("Who is the treasurer?", "Anna Berg.", "Since when?", "Since when? (Who is the treasurer?)"),
        ("Where is the key?", "In the shed.", "Why?", "Why? (Where is the key?)"),
    ],
)
def test_a_question_word_alone_asks_about_the_last_question(last, answer, question, expected):
    assert standalone(question, after(last, answer)).question == expected


@pytest.mark.parametrize(
    ("answer", "question", "expected"),
    [
        (BOATS, "How long is the second one?", "How long is the Petrel?"),
        (BOATS, "How old is the last of them?", "How old is the Kestrel?"),
        ("- The Marigold\n- The Petrel", "How long is the first?", "How long is the Marigold?"),
        ("The Marigold: 12 m\nThe Petrel: 9 m", "Who built the second one?", "Who built the Petrel?"),
        ("1. Close the tap\n2. Turn the dial", "Why the second one?", "Why “Turn the dial”?"),
        (BOATS, "How long is the fifth one?", "How long is the fifth one?"),
    ],
)
def test_an_item_is_picked_from_what_the_answer_lists(answer, question, expected):
    assert standalone(question, after("Which boats are there?", answer)).question == expected


def test_an_item_alone_is_searched_for_with_the_last_question():
    made = standalone("And the second one?", after("Which boats carry cars?", BOATS))
    assert made.question == "What about the Petrel?"
    assert made.query == "What about the Petrel? boats carry cars"


def test_the_other_of_two_is_the_one_that_was_not_asked_about():
    history = after("Which boats are there?", "The Marigold and the Petrel.") + after(
        "How long is the Marigold?", "12 m."
    )
    assert (
        standalone("And the other one?", history).question == "How long is the one other than the Marigold?"
    )


@pytest.mark.parametrize(
    ("last", "answer", "question", "expected"),
    [
        ("Who is the treasurer?", "Anna Berg.", "How old is she?", "How old is Anna Berg?"),
        ("Which boat is the oldest?", "The Marigold.", "Who built it?", "Who built the Marigold?"),
        ("Can I bring a dog on the ferry?", "Yes.", "Where must it sit?", "Where must the dog sit?"),
        ("Where do guinea pigs live in Peru?", "", "Where do they sleep?", "Where do guinea pigs sleep?"),
        ("Is there a vaccine?", "", "Speaking of pears, how are they kept?", "How are pears kept?"),
        (
            "How much is the van?",
            "",
            "and the trailer itself, what does it cost",
            "What does the trailer cost",
        ),
        ("When did the Berlin Wall come down?", "", "Who built the wall?", "Who built the Berlin Wall?"),
        (
            "When does the bus to Ellisk arrive?",
            "",
            "What does it cost?",
            "What does the bus to Ellisk cost?",
        ),
        ("How much is the late fee?", "", "Who pays the fee?", "Who pays the late fee?"),
        ("How much is a locker?", "", "Where can I rent a large one?", "Where can I rent a large locker?"),
    ],
)
def test_a_pronoun_stands_for_what_was_spoken_of(last, answer, question, expected):
    assert standalone(question, after(last, answer)).question == expected


@pytest.mark.parametrize(
    ("last", "question", "expected"),
    [
        ("Was kostet der Eintritt am Montag?", "Und am Samstag?", "Was kostet der Eintritt am Samstag?"),
        ("Was kostet der Eintritt?", "Und für Kinder?", "Was kostet der Eintritt für Kinder?"),
        ("Was kostet die Tageskarte?", "Was ist mit die Wochenkarte?", "Was kostet die Wochenkarte?"),
        ("Wann ist das Bad zu?", "Warum?", "Warum ist das Bad zu?"),
        ("Combien coûte le billet en 2023 ?", "Et en 2024 ?", "Combien coûte le billet en 2024 ?"),
        ("Quand ferme la piscine ?", "Et le dimanche ?", "Quand ferme la piscine le dimanche ?"),
    ],
)
def test_german_and_french_fragments_are_completed_too(last, question, expected):
    assert standalone(question, after(last)).question == expected


@pytest.mark.parametrize(
    "question",
    [
        "When was the G5 Sahel created?",
        "What does the handbook say about holidays that fall on a Sunday?",
        "Who is the skipper of the Marigold and where does she live?",
        "Who may bring a dog on board, and what does it cost?",
        "Is it possible to bring a dog on board without a lead?",
        "Retention time for conversations?",
        "Thanks!",
        "Anything else?",
    ],
)
def test_a_whole_question_is_left_as_it_is(question):
    assert standalone(question, BOAT).question == question


def test_only_without_anything_before_is_a_follow_up_unclear():
    assert standalone("And in 2019?", []).unclear
    made = standalone("When did they leave?", after("why not?"))
    assert not made.unclear and made.question == "When did they leave?"


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("How long does it take?", "How long does it take?"),
        ("And part-timers?", "What about part-timers?"),
        ("How about mediation?", "How about mediation?"),
    ],
)
def test_what_cannot_be_completed_is_searched_for_with_the_last_questions_words(question, shown):
    made = standalone(question, after("Which programme should I use for glasses?"))
    assert made.question == shown
    assert made.context == ("programme", "use", "glasses")


def test_an_answer_that_names_another_thing_does_not_change_the_subject():
    history = [*BOAT, ("assistant", "The Kestrel was built in 1980.")]
    assert standalone("Who built it?", history).question == "Who built the Marigold?"


def test_a_follow_up_of_a_follow_up_leans_on_the_first_question():
    history = [
        ("user", "When was the Marigold built?"),
        ("assistant", "In 1974."),
        ("user", "How many cars does it carry?"),
        ("assistant", "12."),
    ]
    assert standalone("Who owns it?", history).question == "Who owns the Marigold?"
    assert standalone("What about the Petrel?", history).question == "How many cars does the Petrel carry?"


def test_a_long_conversation_makes_no_question_too_long_to_ask():
    history = [turn for number in range(400) for turn in after(f"What if clause {'x' * 90} {number} breaks?")]
    made = standalone("And if it rains?", history)
    assert len(made.question) < LONGEST_QUERY


@pytest.mark.parametrize(
    "text", ["ok" + " " * 9_990 + "x", "one and " * 1_200, "the dog, " * 1_100, " " * 9_990]
)
def test_a_long_text_makes_no_question_too_long_to_ask(text):
    for question in ("And the second one?", "Why?", "And for children?", text):
        made = standalone(question, after(f"What is {text}?"[:LONGEST_QUERY], text))
        assert len(made.question) <= LONGEST_QUERY


@pytest.mark.parametrize("module", [rules, pronouns, fragments, noun_phrases])
def test_the_examples_in_the_documentation_are_true(module):
    tried = doctest.testmod(module)
    assert tried.failed == 0 < tried.attempted


def test_an_answer_of_lettered_items_has_items():
    before = [
        ("user", "Which boats are there?"),
        ("assistant", "There are two:\n  (a) The Marigold\n  (b) The Petrel"),
    ]
    assert standalone("How long is the second one?", before).question == "How long is the Petrel?"


NAMES = "rope tape clamp nail hinge screw bolt washer hook chain cable wire".split()


def test_what_is_asked_next_is_searched_for_near_the_last_answer():
    before = [
        ("user", "Where do we keep the big bottles for rinsing eyes?"),
        ("assistant", f"The eyewash is in the wall holder, {', '.join(NAMES)} and tubes."),
    ]
    whole = standalone("And how long are they still good for?", before)
    assert whole.question == whole.query == "How long are the big bottles still good for?"
    assert {"rinsing", "eyewash", "holder"} <= set(whole.mentioned)
    assert "tubes" not in whole.mentioned  # of a long answer the beginning
    # What leans on nothing is asked alone.
    assert standalone("Who looks after the water of the allotments in winter?", before).mentioned == ()


def test_a_follow_up_finds_what_only_the_last_answer_names(home):
    with build_assistant(home, llm=None) as assistant:
        shops = [PastedText(name, f"Juice of the {name} shop is good and lasts long.") for name in NAMES]
        assistant.add([PastedText("Shelf", "The eyewash by the door expires in August 2027."), *shops])
        before = [
            ("user", "Where do we keep the big bottles?"),
            ("assistant", "The eyewash is by the door."),
        ]
        events = assistant.stream("And how long are they still good for?", before)
        evidence = next(event for event in events if isinstance(event, Evidence))
        assert any("August 2027" in hit.passage.text for hit in evidence.hits)


def test_what_the_last_question_left_out_belongs_to_the_next_that_leans_on_it():
    sign = after("what was decided about the speed sign", "RESOLVED to move it.")
    asked = [*sign, ("user", "who was against?"), ("assistant", "Ann.")]
    assert {"speed", "sign"} <= set(standalone("why?", asked).context)
    bus = [*sign, ("user", "when is the bus?"), ("assistant", "At five.")]  # it says what it is about
    assert standalone("why?", bus).context == ()


@pytest.mark.parametrize(
    ("question", "context"),
    [
        ("Summarise my wishes", ()),
        ("sum up the safeguarding policy", ()),
        ("When is the van due for its MOT?", ()),  # the van's
        ("summarise the main points", ("spare", "tyre")),
    ],
)
def test_what_names_its_own_topic_leans_on_nothing_before_it(question, context):
    made = standalone(question, after("Is there a spare for the tyre?", "Yes."))
    assert (made.question, made.context) == (question, context)


def test_who_turns_to_something_else_leans_on_nothing_before():
    turned = standalone("different thing: when was it opened?", BOAT)
    assert (turned.question, turned.context, turned.alone) == ("when was it opened?", (), "")
    assert standalone("hi, different thing: when was it opened?", BOAT).context == ()
    assert standalone("when was it opened?", BOAT).question == "When was the Marigold opened?"
    before = [*BOAT, ("user", "ok, something else: what does a day ticket cost?"), ("assistant", "£5.")]
    assert standalone("And for children?", before).question == "What does a day ticket cost for children?"
    assert "Marigold" not in standalone("Who sells it?", before).question
