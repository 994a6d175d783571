"""Dates that a text states of itself, and those that merely stand in it."""

import pytest

from documents.readers.writing import TextWriter
from documents.reading.dating import date_of_name, dates_in, months_in, stated_date
from documents.types import RawDocument

LONG = "A line of text.\n" * 40
STATED = [
    ("Minutes of the meeting of 9 March 2024\n\nPresent: A", "2024-03-09"),
    ("House rules\nStand: 1.2.2025\n\nText.", "2025-02-01"),
    ("Fares\nValid from 1 January 2025\n\nText", "2025-01-01"),
    ("# Guide\n\n*Last updated: May 3, 2024*\n\nText", "2024-05-03"),
    ("Odile Marchand\n12 Rue X\n\nParis, le 3 mai 2024\n\nChère Madame", "2024-05-03"),
    ("Hausverwaltung Ost\nLindau, den 3. Mai 2024\n\nSehr geehrte", "2024-05-03"),
    ("Protokoll der Mitgliederversammlung vom 14. November 2023\nAnwesend:", "2023-11-14"),
    ("Compte rendu de la réunion du 12 septembre 2024\n", "2024-09-12"),
    ("Price list\nedition of 1 April 2025. This edition replaces that of 1 January 2024.", "2025-04-01"),
    ("Price list\nThis replaces the edition of 1 January 2024.\nIn force from 1 May 2025.", "2025-05-01"),
    ("Report Date: 2024-11-15\nPrepared by", "2024-11-15"),
    ("The Leaf, no. 3\nNewsletter for families, Friday 29 November 2024\n", "2024-11-29"),
    (
        "Club\nMinutes of the committee\nThursday 14 November 2024, 7.00 pm, back room of the pub",
        "2024-11-14",
    ),
    ("Créée le 1.1.2020\nDernière mise à jour : 03/05/2024\n", "2024-05-03"),
    ("Tarifs\nTarifs valables à partir du 1er janvier 2025\n", "2025-01-01"),
    ("Preisliste\nGültig ab 01.04.2025\n", "2025-04-01"),
    ("Published 3 May 2023. Updated 4 June 2024.\nText", "2024-06-04"),
    (LONG + "Version of 3 May 2024", "2024-05-03"),
    (LONG + "Rome, 3 May 2024\nThe board", "2024-05-03"),
    ("Dear Mr Smith,\n3rd of May 2024\n", "2024-05-03"),
    ("Rechnung Nr. 77 vom 3.5.24\n", "2024-05-03"),
    ("Invoice 77, 3 May 2024\n", "2024-05-03"),
    ("Sitzung des Gemeinderats\nDatum: 3. Mai 2024\nOrt: Rathaus", "2024-05-03"),
    (
        "Parish council\n\nMinutes of the meeting held on Tuesday 7th May 2024 at 7.30pm in the hall\n",
        "2024-05-07",
    ),
    ("Fire safety policy\nVersion 3 (12/03/2023)\nReviewed annually", "2023-03-12"),
    ("Stadtwerke Musterstadt\nPreisblatt Strom\nPreisstand: 01.01.2025\n", "2025-01-01"),
    ("Friedhofssatzung\nin der Fassung vom 17. Juni 2022\n", "2022-06-17"),
    ("Règlement intérieur\nAdopté le 14 mars 2023\n", "2023-03-14"),
    ("Bulletin municipal\nÉdition du 2 février 2024\n", "2024-02-02"),
    ("Terms of service\n\nEffective date: January 15, 2024\n\nThese terms", "2024-01-15"),
    ("Privacy notice\nLast revised on 2 August 2023.\nWe", "2023-08-02"),
    ("12 Mill Lane\nYork\n\n4 June 2024\n\nDear Mrs Pike,\n", "2024-06-04"),
    ("Anna Lund\nHafenstr. 3\n\nHamburg, 5.6.2024\n\nSehr geehrte Damen", "2024-06-05"),
    ("MEMO\n\nTo: all staff\nFrom: K. Ode\nDate: 2024-06-05\nRe: keys", "2024-06-05"),
    ("Elternbrief Nr. 4\nFreitag, 13. September 2024\n\nLiebe Eltern", "2024-09-13"),
    ("Mietvertrag\n" + LONG + "Köln, den 1. März 2023\nUnterschrift", "2023-03-01"),
    ("Protokoll\nDatum: 03.04.2024, 19 Uhr\nOrt: Aula", "2024-04-03"),
    ("User guide\nRevision 2.1, October 3, 2022\n", "2022-10-03"),
    ("PRESS RELEASE - 9 November 2023\nFor immediate use", "2023-11-09"),
    ("Annual report\n" + LONG + "This document was last updated on 30 September 2023.", "2023-09-30"),
    ("# Runbook\n\nOwner: Dana. Last reviewed 2025-04-02. If something is wrong, mend it.", "2025-04-02"),
    (
        "Safety data sheet\nVersion 4.1, revision date 11 September 2024, replaces 4.0 of 2 May 2022",
        "2024-09-11",
    ),
    ("Speisekarte\ngültig vom 4. November 2024 an\n", "2024-11-04"),
    ("Timetable valid from 15 December 2024 until 14 June 2025\n", "2024-12-15"),
    ("Compte-rendu du conseil d'administration du mardi 5 mars 2024\n", "2024-03-05"),
    ("Handbook\n(as of 1 September 2023)\n", "2023-09-01"),
    ("Facture n° 2024-77\nDate d'émission : 12/01/2024\n", "2024-01-12"),
    ("Le Havre, le 1er juillet 2024\n\nMadame, Monsieur", "2024-07-01"),
    ("Notice to tenants, 6 May 2024\n", "2024-05-06"),
    ("Benutzerordnung der Bücherei\nStand 05/2023\nInkrafttreten: 1.6.2023", "2023-06-01"),
]
NOT_STATED = [
    "The battle was on 3 May 2024 and went on.",
    "Come to the summer fair on 3 July 2025!",
    "Born: 3 May 1954\nDied 4 June 1999",
    "2024-03-01 12:00:00 INFO start\n2024-03-01 12:00:01 INFO go",
    "Delivery date: 3 May 2024 at noon",
    "Diary\n\n3 May 2024\nRain.\n\n4 May 2024\nSun\n\n5 May 2024\nFog",
    "Thank you for your letter dated 3 May 2024.",
    "Price list 2025",
    "Edition of March 2024",
    "The next meeting is on 3 May 2024",
    "Version 1.2.2025",
    "This takes the place of the edition of 1 January 2024.",
    "Valid until 3 May 2024",
    "The lease of 3 May 2019 stays valid.",
    "Report on the flood of 3 May 2024",
    "Invitation\nto the wedding on 6 July 2024 in York",
    "CV\nJane Doe\nBorn 4 May 1990 in Leeds",
    "Einladung zur Feier am 3. Juli 2025",
    "The school was built in 1998 and opened on 4 May 1999 by the Queen.",
    "Appointment: 3 May 2024, 10 am, Dr Who",
    "Bring back by 4 June 2024.",
    "Offer ends 31 December 2024",
    "Registration closes on 5 May 2024",
    "Fixtures\n4 May 2024\nLeeds v York\n11 May 2024\nYork v Hull\n18 May 2024\nHull v Leeds",
    "Guarantee until 3 May 2026",
    "In reply to your mail of 3 May 2024 we write",
    "La fête aura lieu le 14 juillet 2024 à Paris.",
    "Released under the licence of 3 May 2019? Not quite.",
    "Bought on: 3 May 2024\nPrice: 4",
    "The contract of 3 May 2019 between A and B",
    "History: on 3 May 1840 the mill burnt.",
    "Changes since the version of 3 May 2023 are marked.",
]


@pytest.mark.parametrize(("text", "day"), STATED)
def test_a_date_that_a_text_states_of_itself_is_found(text, day):
    assert stated_date(RawDocument(text, "text/plain")) == day


@pytest.mark.parametrize("text", NOT_STATED)
def test_a_date_that_merely_stands_in_a_text_is_not_its_own(text):
    assert stated_date(RawDocument(text, "text/plain")) is None


def test_the_day_comes_first_unless_it_cannot():
    days = [
        ("Stand: 3.4.2024", "2024-04-03"),
        ("Updated 4/13/2024", "2024-04-13"),
        ("Updated 31/2/2024", None),
    ]
    assert [stated_date(RawDocument(text, "text/plain")) for text, _ in days] == [day for _, day in days]


def test_the_last_change_goes_before_the_first_edition():
    text = "Issued on 3 May 2020\n" + LONG + "Last updated: 4 June 2024\n"
    assert stated_date(RawDocument(text, "text/plain")) == "2024-06-04"


def test_rows_and_quotes_of_others_state_nothing_of_the_document():
    writer = TextWriter()
    writer.table([["Date", "Sum"], ["2024-01-03", "5"]], header=True)
    writer.quote("Date: 3 May 2024")
    assert stated_date(writer.document("text/csv")) is None


def test_a_menu_may_say_when_the_page_was_changed_but_not_of_what_day_another_text_is():
    writer = TextWriter()
    for number in range(40):
        writer.paragraph(f"Word {number}.")
    with writer.furniture():
        writer.paragraph("Published 3 May 2024: Our fair")
    assert stated_date(writer.document("text/html")) is None
    with writer.furniture():
        writer.paragraph("Last modified on 4 June 2024")
    assert stated_date(writer.document("text/html")) == "2024-06-04"


@pytest.mark.parametrize("text", ["aprıl 2024", "APRİL 2024", "ſeptember 2024"])
def test_a_letter_that_is_like_one_of_a_month_is_no_error(text):
    assert months_in(text) == []
    assert list(dates_in(f"Minutes of 3 {text}")) == []


@pytest.mark.parametrize(
    "name", ["lease-ends-2025-01-01.md", "valid-until-2024-12-31.pdf", "born-2001-02-03.txt"]
)
def test_a_day_in_a_name_that_is_of_something_else_is_no_date(name):
    assert date_of_name(name) is None
