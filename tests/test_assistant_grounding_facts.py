"""Claims that differ from their source in one fact, and the same facts said in other words."""

from dataclasses import replace

import pytest

from assistant.grounding.facts import clashes, numbers


def kinds(claim: str, *quotes: str, context: str = "") -> list[tuple[str, bool]]:
    return [(clash.kind, clash.veto) for clash in clashes(claim, quotes, context)]


@pytest.mark.parametrize(
    ("claim", "source", "kind"),
    [
        ("Mansa Musa commanded 10,000 men.", "Mansa Musa commanded 1,000 men in 1325.", "number"),
        ("The council has sixty members.", "The council has six members.", "number"),
        ("The price rose by 15 per cent.", "The price rose by 12%.", "number"),
        ("The road is 5 miles long.", "The road is 5 km long.", "unit"),
        ("The fine is £20.", "The fine is $20.", "unit"),
        ("It was built on March 4, 2019.", "It was built on 3 March 2019.", "date"),
        ("The summit was held in Mali in 2019.", "In January 2017 the summit was held in Mali.", "date"),
        ("It stood until the 16th century.", "It stood until the 17th century.", "date"),
        ("The shop opens at 10 am.", "The shop opens at 9:00 am.", "date"),
        ("In Accra, Dara met the mayor.", "In Accra, Kofi met the mayor.", "name"),
        (
            "The talk was given by Henry Fonda in Rome.",
            "The talk was given by Henry Kissinger in Rome.",
            "name",
        ),
        ("The ship did not sail to Gao.", "The ship sailed to Gao.", "negation"),
        ("The ship sailed at noon.", "The ship never sailed at noon.", "negation"),
        ("It is not true that the bridge was damaged.", "The bridge was damaged.", "negation"),
        ("The process is not over.", "The process is over.", "negation"),
        ("It is not unable to pass such laws.", "It is unable to pass such laws.", "negation"),
        ('Reform is not "a policy of force".', 'Reform is "a policy of force".', "negation"),
        ("Prices increased in the spring.", "Prices decreased in the spring.", "antonym"),
        ("The practice was illegal in France.", "The practice was legal in France.", "antonym"),
        ("All members of the house voted.", "Some members of the house voted.", "quantity"),
        ("At least 5 guests came.", "At most 5 guests came.", "quantity"),
        (
            "It is the largest lake of the country.",
            "It is the second largest lake of the country.",
            "comparison",
        ),
        ("The qadi sent Mansa Musa to Cairo.", "Mansa Musa sent the qadi to Cairo.", "role"),
        ("The man bit the dog.", "The dog bit the man.", "role"),
        ("It employed fewer than 240 workers.", "It employed 240 workers in 1935.", "quantity"),
        ("It employed more than 240 workers.", "It employed 240 workers in 1935.", "quantity"),
        ("The rent is 200 euros a week.", "The rent is 200 euros a month.", "unit"),
        ("The rent is 200 euros per year.", "The rent is 200 euros monthly.", "unit"),
        (
            "She was born in 1951 and died in 1880.",
            "She was born in Ost in 1880 and died in Velm in 1951.",
            "date",
        ),
        ("The tower has 5 floors and 15 lifts.", "The tower has 15 floors and 5 lifts.", "number"),
    ],
)
def test_swapped_fact_is_vetoed(claim: str, source: str, kind: str) -> None:
    assert (kind, True) in kinds(claim, source)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Fifteen hundred men came.", "1,500 men came."),
        ("More than 1,500 men came.", "1,612 men came."),
        ("More than 240 workers came.", "240 or more workers came."),
        ("No more than 240 workers came.", "240 workers came."),
        ("The rent is 200 euros each month.", "The rent is 200 euros a month."),
        ("She died in 1951 and was born in 1880.", "She was born in 1880 and died in 1951."),
        ("She lived from 1880 to 1951.", "She was born in 1880 and died in 1951."),
        ("It has 5 lifts and 15 floors.", "It has 15 floors and 5 lifts."),
        ("The town has 1 500 inhabitants.", "The town has 1.5 thousand inhabitants."),
        ("Half of the voters stayed at home.", "50 per cent of the voters stayed at home."),
        ("The road is about 3.1 miles long.", "The road is 5 km long."),
        ("It was 20 °C.", "It was 68 °F."),
        ("The lesson lasts 90 minutes.", "The lesson lasts 1.5 hours."),
        ("About 1,000 men came.", "1,023 men came."),
        ("It was built on March 3, 2019.", "It was built on 2019-03-03."),
        ("It was built in the 1800s.", "It was built in the 19th century."),
        ("The shop opens at 9 am.", "The shop opens at 09:00."),
        ("World War II ended in 1945.", "The Second World War ended in 1945."),
        ("The WHO paid for it.", "The World Health Organization paid for it."),
        ("French troops left Mali.", "Troops from France left the Malian desert."),
        ("Kissinger spoke.", "Henry Kissinger spoke."),
        ("The ship was unable to sail.", "The ship was not able to sail."),
        ("The ship didn't sail.", "The ship did not sail."),
        ("The qadi was sent by Mansa Musa.", "Mansa Musa sent the qadi."),
        ("Mansa Musa sent the qadi.", "The qadi was sent by Mansa Musa."),
        ("Britain and France signed the treaty.", "France and Britain signed the treaty."),
        ("The embargo rose in 1973.", "In 1973, the embargo rose."),
        ("The ship was at 13 knots.", "The ship was at 13 knots ( 24 km / h ; 15 mph )."),
        ("Der Krieg begann 1914 in Europa.", "The war began in Europe in 1914."),
    ],
)
def test_the_same_fact_in_other_words_is_not(claim: str, source: str) -> None:
    assert not any(veto for _, veto in kinds(claim, source))


def test_reason_says_both_values() -> None:
    (clash,) = clashes("Musa commanded 10,000 men.", ["Musa commanded 1,000 men."])
    assert (clash.said, clash.stated) == ("10,000", "1,000")
    assert clash.reason == "the source says 1,000; the sentence says 10,000"


def test_name_that_is_nowhere() -> None:
    (clash,) = clashes("The mayor thanked Dara.", ["The mayor thanked them all."])
    assert (clash.kind, clash.stated, clash.veto) == ("name", None, True)
    assert clash.reason == "the source does not have the name Dara"


def test_context_explains_a_name_and_a_year() -> None:
    claim, quote = "In 1999 Musa moved to Gao.", "That year he moved to Gao."
    assert kinds(claim, quote, context="Musa was born in 1970. In 1999 he left.") == []
    assert ("name", True) in kinds(claim, quote)


def test_number_of_another_sentence_is_still_wrong() -> None:
    quotes = ["The fleet had 12 ships.", "The harbour had 40 cranes."]
    assert ("number", True) in kinds("The fleet had 40 ships.", *quotes)
    assert kinds("The harbour had 40 cranes.", *quotes) == []


def test_denial_of_another_clause_is_none() -> None:
    quotes = ["The rough kind is studded with granules.", "The smooth kind lacks granules and makes fat."]
    assert kinds("The rough kind is studded with granules.", *quotes) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "a" * 9000,
        "1," * 3000,
        "not " * 3000,
        "½ ٣ Ⅷ",
        "日本語。2019年3月3日",
        "((((",
        "$ % 5 5 5 '90s",
        "A.B. twenty- half a",
    ],
)
def test_any_text_is_taken(text: str) -> None:
    clashes(text, [text, "He paid $5 on 3 May 1990."], text)
    clashes("He paid $5 on 3 May 1990.", [text], text)


def test_overlong_sentence_is_never_vetoed() -> None:
    assert not any(veto for _, veto in kinds("Gao has 12 gates, " * 400, "Gao has 13 gates."))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Preheat the oven to 160°F.", "Heat the oven to 160."),
        ("Rinse the jar with cold water.", "Rub the jar with cold water."),
        ("You can prevent birds from building nests with a net.", "The birds build nests where no net is."),
        (
            "Hold the key to choose Factory Reset.",
            "Press Volume Up to open RECOVERY MODE and wait for the screen.",
        ),
        ("Half a million people came.", "500,000 people came."),
    ],
)
def test_what_only_looks_like_a_swap(claim: str, source: str) -> None:
    """Each was a false alarm once."""
    assert not any(veto for kind, veto in kinds(claim, source, context="Factory Reset"))


def test_a_value_that_the_source_has_twice_is_not_the_other_way_round():
    text = (
        "The school lies on a 21-acre (8.5 ha) campus about 3.3 miles (5.3 km) west of the town "
        "and 3.3 miles (5.3 km) south of the harbour."
    )
    assert clashes(text, [text]) == []


def test_a_sentence_of_many_numbers_asks_once_whether_each_of_the_source_is_among_them(monkeypatch):
    asked = []
    known = numbers.same_value
    counting = replace(numbers._NUMBERS, same=lambda mine, other: asked.append(0) or known(mine, other))
    monkeypatch.setattr(numbers, "_NUMBERS", counting)
    prices = " ".join(f"£{price}" for price in range(200, 240))
    clashes(f"Now {prices}.", [f"Then {prices} and £7."])
    assert len(asked) < 3 * 40 * 41 * 2  # not the cube of them


LILY = "Plant: Peace lily; Water: weekly; Toxic to cats and dogs: yes"
FERN = "Plant: Boston fern; Water: weekly; Toxic to cats and dogs: no"
CAKE = "Dish: Carrot cake; Milk: Yes; Nuts: Yes (walnut); Soya: No; Sesame: No"


@pytest.mark.parametrize(
    ("claim", "row", "stated"),
    [
        ("Boston ferns are toxic to cats.", FERN, "Toxic to cats and dogs: no"),
        ("Peace lilies are not toxic to cats.", LILY, "Toxic to cats and dogs: yes"),
        ("Peace lilies are harmless to cats.", LILY, "Toxic to cats and dogs: yes"),
        ("Boston ferns are not safe for cats.", FERN, "Toxic to cats and dogs: no"),
        ("The carrot cake contains no nuts.", CAKE, "Nuts: Yes"),
        ("There is soya in the carrot cake.", CAKE, "Soya: No"),
    ],
)
def test_yes_and_no_in_a_row_are_said_of_its_columns(claim, row, stated):
    assert ("negation", True) in kinds(claim, row)
    assert stated in [clash.stated for clash in clashes(claim, [row])]


@pytest.mark.parametrize(
    ("claim", "row"),
    [
        ("Peace lilies are toxic to cats.", LILY),
        ("Boston ferns are not toxic to cats.", FERN),
        ("The carrot cake has milk and nuts.", CAKE),
        ("The carrot cake has no soya or sesame.", CAKE),
        ("The carrot cake is soya free.", CAKE),
        ("Boston ferns are watered weekly.", FERN),
        ("Boston ferns are harmless to cats.", FERN),
        ("Peace lilies are not safe for cats.", LILY),
    ],
)
def test_what_a_row_says_or_does_not_tell_is_not_denied_by_its_cells(claim, row):
    assert "negation" not in [kind for kind, _ in kinds(claim, row)]


SPRINGS = (
    "Date: 29/03/2023; Work done: Both front coil springs; Parts: 118.40; Labour: 126.00; Total paid: 244.40"
)
YOUNG = "Driver: aged 21 to 24; Compulsory: £425; Voluntary: £250; You pay in total: £675"
OLDER = "Driver: aged 25 to 29; Compulsory: £250; Voluntary: £250; You pay in total: £500"
HALL = "Room: Main hall; Weekday evening › Regular: £11; Weekday evening › Local: £14; Saturday › Local: £16"
TERM = "Term: Summer 2026; Starts: 13 April; Half-term: 25-29 May; Ends: 21 July"


@pytest.mark.parametrize(
    ("claim", "rows", "stated"),
    [
        ("The labour for both front springs cost 244.40.", [SPRINGS], "Labour: 126.00"),
        ("The parts for the springs cost 126.00 and the labour 118.40.", [SPRINGS], "Parts: 118.40"),
        ("For the springs 126.00 was paid in total.", [SPRINGS], "Total paid: 244.40"),
        ("Drivers aged 21 to 24 pay a compulsory £250.", [YOUNG, OLDER], "Compulsory: £425"),
        (
            "Regular users pay £14 for the main hall on a weekday evening.",
            [HALL],
            "Weekday evening › Regular: £11",
        ),
        ("The summer term starts on 21 July.", [TERM], "Starts: 13 April"),
    ],
)
def test_a_figure_of_another_column_than_the_claim_names_is_not_stated(claim, rows, stated):
    assert stated in [clash.stated for clash in clashes(claim, rows) if clash.veto]


@pytest.mark.parametrize(
    ("claim", "rows"),
    [
        ("The labour for both front springs cost 126.00.", [SPRINGS]),
        ("The springs were 118.40 for parts and 126.00 for labour, in total 244.40.", [SPRINGS]),
        ("The parts for the springs cost 118.40 and the labour 126.00.", [SPRINGS]),
        ("Drivers aged 21 to 24 pay £675 in total, of which £250 is voluntary.", [YOUNG, OLDER]),
        ("Drivers aged 21 to 24 pay £425 compulsory.", [YOUNG, OLDER]),
        ("Drivers aged 25 to 29 pay a compulsory £250.", [YOUNG, OLDER]),
        ("Locals pay £14 for the main hall on a weekday evening.", [HALL]),
        ("The summer term starts on 13 April and ends on 21 July.", [TERM]),
    ],
)
def test_a_figure_of_the_column_that_a_claim_names_is_stated(claim, rows):
    assert [clash for clash in clashes(claim, rows) if clash.veto] == []


def test_what_is_denied_may_be_said_in_another_order():
    source = (
        "The insurance does not cover a bouncy castle, so there will be none; a table stands there instead."
    )
    assert ("negation", True) in kinds("The bouncy castle is covered by our insurance.", source)
    assert kinds("The bouncy castle is not covered by our insurance.", source) == []


@pytest.mark.parametrize(
    ("claim", "quotes"),
    [
        ("Lavender should be fed.", ["Do not feed.", "Lavender likes the sun."]),
        ("Begonias need deadheading.", ["Deadhead petunias every few days; begonias do not need it."]),
        ("Extra feed helps against the rot.", ["Water every day; extra feed does not help."]),
        ("Bush tomatoes are pinched out.", ["Pinch out cordon types; do not pinch out bush types."]),
        ("Clip bay trees with shears.", ["Use secateurs, not shears, because cut leaves turn brown."]),
    ],
)
def test_what_the_source_only_denies_is_doubted(claim, quotes):
    assert ("negation", False) in kinds(claim, *quotes)


@pytest.mark.parametrize(
    ("claim", "quotes"),
    [
        ("Petunias need deadheading.", ["Deadhead petunias every few days; begonias do not need it."]),
        ("Cordon types are pinched out.", ["Pinch out cordon types; do not pinch out bush types."]),
        ("Clip bay trees with secateurs.", ["Use secateurs, not shears, because cut leaves turn brown."]),
        ("Pat the hair dry, avoiding rubbing it.", ["Never rub the hair dry, pat it."]),
        (
            "Do not put infested bay leaves on the compost.",
            ["Put the leaves in the bin, not on the compost."],
        ),
    ],
)
def test_what_the_source_also_states_or_the_claim_denies_is_not_doubted(claim, quotes):
    assert "negation" not in [kind for kind, _ in kinds(claim, *quotes)]


def test_what_both_say_under_a_condition_is_not_surely_denied():
    source = "Do not plant a rose where an old one grew unless you replace the soil."
    found = kinds("A rose can be planted where an old one grew if the soil is replaced.", source)
    assert ("negation", True) not in found
    assert ("negation", True) in kinds("A rose can be planted where an old one grew.", source)
    for said in ("There is internet in the dining room only.", "The pool is open when it rains."):
        assert ("negation", True) in kinds(said.replace("is", "is not", 1), said)


def test_march_is_a_month_behind_late():
    assert (
        kinds("The old heads stay on until March.", "The old heads stay on until late March, in frost.") == []
    )
