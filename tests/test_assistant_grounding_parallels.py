"""Sentences that tell several things side by side, and claims that give one's fact to another."""

import pytest

from assistant import check_text
from assistant.grounding.facts import clashes

TICKETS = "Admission: adults £5, children £3, dogs free."
POOL = "The pool costs £6 for members and £9 for guests, or £4 after 6 pm."
HOURS = "Open Monday to Friday 9 to 5, Saturday 10 to 2, closed on Sunday."
BOARD = "Anna Brandt is the chair, Tom Weller the treasurer and Ruth Hay the secretary."
WAYS = "The ferry takes 40 minutes, the train 25 and the bus an hour and a half."
OVEN = "Bake the large loaf for 45 minutes and the small rolls for 20 minutes."
HALL = "The hall was built in 1912, burned down in 1931 and reopened in 1934."
DOORS = "The north door stays open at night while the south door is locked at ten."
TABLETS = "Take the red tablet in the morning and the white one at night."
SIGNED = "Members under 18 need a parent's signature; adults do not."
CAKE = "Anna: I'll bring the cake.\nTom: And I'll do the drinks."
MILL = "Smith sold the mill to Barker in 1890."
DEARER = "The train is dearer than the bus."
SLOW = "The night bus takes longer than the train."
PARCEL = "Your parcel was posted on Monday, reached the depot on Wednesday and went out on Thursday."
POOLS = "Pool and sauna open at 7:00 and 10:00 respectively, and both close at 21:00."
BIRDS = "Kestrels nest in the church tower, barn owls in the mill, and swifts under the roof of the school."
PLANTS = "Water the ferns every day, but give the cacti a drink only once a fortnight."
DESKS = "The Halden desk is 140 cm wide and 70 cm deep; the Mini is 95 cm wide and 55 cm deep."
TRAIN = "Train: R 614; Departs Velm: 08:17; Arrives Kostrow: 09:42; Platform: 5"
STATION = "Station: Hollin Bridge; Ticket office: no; Ticket machine: yes; Toilets: no"
ROOF = "Firm: M. Sallow; Price: £5,200; Scope: patch lead, no scaffold; Guarantee: 2 years"
CANAL = "Canal: Carrow & Lyde; Opened: 1779; Miles: 44; Locks: 51; Cost (£): 182,000"
PACE = "Zone: T threshold; Pace from (min/km): 5:05; Pace to: 5:12; Heart rate: 163-170"
LATE = "Room: Main hall; Weekday to 5 pm › Local: £11.00; Weekday evening › Local: £14.00"
WASHING = "Programme: Eco; From: 7; Temp.: 50; Time: 3 h 40; Energy: 0.75 kWh"
FLEECE = "Article: Fleece; Price: £1.10; Member price: £0.95"
GUESTS = "Members may bring guests on Fridays. On Sundays guests are not admitted."


def support(claim, source):
    return check_text(claim, passages=[source])[0].support


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Children pay £5.", TICKETS),
        ("Children are free.", TICKETS),
        ("Guests pay £6.", POOL),
        ("Members pay £4.", POOL),
        ("On Saturday it is open from 9 to 5.", HOURS),
        ("It is closed on Saturday.", HOURS),
        ("It is open on Sunday from 10 to 2.", HOURS),
        ("Ruth Hay is the treasurer.", BOARD),
        ("The chair is Tom Weller.", BOARD),
        ("The bus takes 25 minutes.", WAYS),
        ("The rolls bake for 45 minutes.", OVEN),
        ("The hall reopened in 1931.", HALL),
        ("The north door is locked at ten.", DOORS),
        ("The white tablet is taken in the morning.", TABLETS),
        ("Members under 18 do not need a signature.", SIGNED),
        ("Tom brings the cake.", CAKE),
        ("Barker sold the mill to Smith.", MILL),
        ("Smith bought the mill.", MILL),
        ("The bus is dearer than the train.", DEARER),
        ("The train takes longer than the night bus.", SLOW),
        ("The parcel went out on Wednesday.", PARCEL),
        ("The sauna opens at 7:00.", POOLS),
        ("Swifts nest in the church tower.", BIRDS),
        ("Barn owls nest under the roof of the school.", BIRDS),
        ("Water the cacti every day.", PLANTS),
        ("Train R 614 departs Velm at 09:42.", TRAIN),
        ("There is a ticket office at Hollin Bridge.", STATION),
        ("For Eco the energy is 50.", WASHING),
        ("The price of the fleece is £0.95.", FLEECE),
    ],
)
def test_what_is_said_of_one_thing_is_not_found_of_another(claim, source):
    assert support(claim, source) != "found"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Children pay £3.", TICKETS),
        ("Dogs are free.", TICKETS),
        ("Guests pay £9.", POOL),
        ("After 6 pm it costs £4.", POOL),
        ("It is closed on Sundays.", HOURS),
        ("Tom Weller is the treasurer.", BOARD),
        ("The train takes 25 minutes.", WAYS),
        ("The rolls bake for 20 minutes.", OVEN),
        ("The hall burned down in 1931.", HALL),
        ("The south door is locked at ten.", DOORS),
        ("The red tablet is taken in the morning.", TABLETS),
        ("Members under 18 need a signature from a parent.", SIGNED),
        ("Anna brings the cake.", CAKE),
        ("The train is dearer than the bus.", DEARER),
        ("The night bus takes longer than the train.", SLOW),
        ("The parcel reached the depot on Wednesday.", PARCEL),
        ("The Halden desk is 70 cm deep.", DESKS),
        ("Barn owls nest in the mill.", BIRDS),
        ("Water the ferns every day.", PLANTS),
        ("Train R 614 departs Velm at 08:17.", TRAIN),
        ("There is a ticket machine at Hollin Bridge.", STATION),
        ("The price of the fleece is £1.10.", FLEECE),
        ("Eco takes 3 h 40.", WASHING),
        ("Locals pay £11.00 for the main hall on a weekday up to 5 pm.", LATE),
        ("The Carrow & Lyde opened in 1779, had 51 locks over 44 miles and cost £182,000.", CANAL),
        ("No guests are admitted on Sundays.", GUESTS),
    ],
)
def test_what_is_said_of_each_is_found(claim, source):
    assert support(claim, source) == "found"


def test_what_is_said_from_the_other_side_is_not_its_opposite():
    assert not any(clash.veto for clash in clashes("Barker bought the mill from Smith.", [MILL]))
    assert any(clash.veto for clash in clashes("Smith bought the mill.", [MILL]))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("M. Sallow's £5,200 quotation covered patching the lead and carried a two-year guarantee.", ROOF),
        ("Threshold pace runs from 5:05 to 5:12 at a heart rate of 163 to 170.", PACE),
    ],
)
def test_figures_in_words_and_names_on_either_side_are_told_apart(claim, source):
    assert not any(clash.veto for clash in clashes(claim, [source]))


def test_the_reason_names_what_the_source_has_in_its_place():
    (told,) = check_text("The hall reopened in 1931.", passages=[HALL])
    assert told.reasons[0] == "the source has 1931 for something else, and 1934 for this"


INVOICE = "Invoice: 104; Date: 2 June 2024; Due: 2 July 2024; Net: £100; VAT: £20; Total: £120"
POTTERY = "Course: Pottery; Begins: 3 September; Weeks: 6; Fee: £90; Materials: £15"
HELPERS = "Mrs Hill looks after the tickets, Mr Dean after the stage, and both help with the bar."


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Invoice 104 is £120 with VAT.", INVOICE),
        ("Pottery costs £90 without materials.", POTTERY),
        (
            "Rex weighed 12 kg at the last visit.",
            "Patient: Rex; Last visit: 4 May 2024; Next visit: 4 June 2024; Weight: 12 kg",
        ),
        (
            "Mr Fox rents from 1 May 2023 to 30 April 2024.",
            "Tenant: Mr Fox; Rent: £700; Deposit: £700; Start: 1 May 2023; End: 30 April 2024",
        ),
        ("Parking is £2 an hour and £10 a day.", "Parking is £2 per hour and £10 per day."),
        (
            "The roof was mended in February.",
            "The roof leaked in January and the builder mended it in February for £300.",
        ),
        (
            "Children may borrow six books.",
            "Adults may borrow ten books for three weeks and children six books for four weeks.",
        ),
        ("The library seats 20 people.", "The hall seats 80 people and the library 20 people at tables."),
        ("Ben brings three loaves.", "Anna brings two salads and Ben three loaves for the picnic."),
        (
            "Anna brings two salads for the picnic.",
            "Anna brings two salads and Ben three loaves for the picnic.",
        ),
        ("Tea at £2 comes with a biscuit.", "Tea is £2 and coffee £3, and both come with a biscuit."),
        ("Mrs Hill helps with the bar.", HELPERS),
        ("Anna washes up.", "Anna cooks on Monday, Ben on Tuesday, and everyone washes up."),
        ("2019", "The club was founded in 2019 by Ann."),
    ],
)
def test_what_is_said_in_other_words_of_the_same_thing_is_found(claim, source):
    assert support(claim, source) == "found"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Guests pay £6.", "Members: £6; Guests: £9; Students: £4"),
        ("Children pay £5.", "Adults: £5; Children: £3; Dogs: free"),
        ("The materials for pottery cost £90.", POTTERY),
        ("Trains stop at Mill Road.", "Trains stop at Mill Road no more."),
        ("On Sunday it costs £1.10 at the kiosk.", "The Sun costs £1.10 at the kiosk."),
        ("On Saturday Ben paid £5.", "Sat on the bench, Ben paid £5."),
    ],
)
def test_what_looks_like_it_is_not_found(claim, source):
    assert support(claim, source) != "found"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The shop opens at 9h.", "The shop opens at 9 am."),
        ("Doors open at 19h.", "Doors open at 7 pm."),
        ("The surgery is open on Monday and Wednesday.", "The surgery is open from Monday to Friday."),
        (
            "The red wire goes to the left terminal.",
            "The red, green and blue wires go to the left, middle and right terminals respectively.",
        ),
    ],
)
def test_what_no_number_or_other_thing_speaks_against_has_no_such_reason(claim, source):
    (sentence,) = check_text(claim, passages=[source])
    assert sentence.support != "not_found"
    assert not any("number" in reason or "the source says" in reason for reason in sentence.reasons)
    assert not any("something else" in reason for reason in sentence.reasons)
