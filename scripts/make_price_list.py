"""Writes documents/examples/price-list-2025.pdf, byte for byte the same on each run (needs reportlab)."""

from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

TARGET = Path(__file__).parents[1] / "documents" / "examples" / "price-list-2025.pdf"
Rows = tuple[tuple[str, ...], ...]

SINGLE_RETURN = ("", "Single", "Return")
PAGES: tuple[tuple[tuple[str, str, Rows], ...], ...] = (
    (
        (
            "1. Passengers, Carrow Quay to Ellisk (Marigold)",
            (
                "Children are aged 5 to 15; younger children travel free of charge when they sit with an "
                "adult, and need no ticket. The islander fare is for holders of the islander card only. A "
                "return ticket is valid for 30 days, and the way back may be on any sailing with room."
            ),
            (
                SINGLE_RETURN,
                ("Adult to Ellisk", "£7.40", "£13.00"),
                ("Child to Ellisk", "£3.70", "£6.50"),
                ("Islander to Ellisk, any age", "£3.20", "£6.00"),
                ("Family to Ellisk, 2 adults and up to 3 children", "£19.50", "£35.00"),
                ("Group to Ellisk, 10 or more, each person", "£6.20", "£11.00"),
                ("Bicycle to Ellisk", "£2.00", "£4.00"),
                ("Dog to Ellisk", "£1.50", "£3.00"),
            ),
        ),
        (
            "2. Passengers, Ellisk to Hannet (Petrel)",
            (
                "Please book, since the Petrel takes no more than 24 passengers, and be at the jetty "
                "ten minutes before she leaves. Tickets can be had on board, in cash or by card. A "
                "booked place is kept until she casts off, and not a minute longer, because the tide "
                "does not wait at Hannet either."
            ),
            (
                SINGLE_RETURN,
                ("Adult to Hannet", "£5.20", "£9.00"),
                ("Child to Hannet", "£2.60", "£4.50"),
                ("Islander to Hannet, any age", "£2.00", "£4.00"),
                ("Bicycle to Hannet", "£1.00", "£2.00"),
                ("Dog to Hannet", "free", "free"),
            ),
        ),
        (
            "3. Through tickets and season tickets",
            (
                "A through ticket covers both boats on the same day in each direction, also where the "
                "boats miss each other and you wait. Season tickets carry a photograph and cannot be "
                "lent. Whoever forgets theirs pays the single fare and gets it back within a week at "
                "the ticket office."
            ),
            (
                ("", "Adult", "Child"),
                ("Through return, Carrow Quay to Hannet", "£20.50", "£10.25"),
                ("Book of 10 single crossings, Carrow Quay to Ellisk", "£58.00", "£29.00"),
                ("Monthly ticket, both boats", "£142.00", "£71.00"),
                ("Monthly ticket for islanders, both boats", "£96.00", "£48.00"),
                ("Yearly ticket for islanders, both boats", "£880.00", "£440.00"),
            ),
        ),
    ),
    (
        (
            "4. Vehicles, Carrow Quay to Ellisk (Marigold)",
            (
                "The driver is not included and pays the passenger fare. Lengths are measured from end "
                "to end, with tow bars, bicycle racks and whatever else hangs over. We measure in case "
                "of doubt. The return fare is for the same vehicle, within 30 days. Two motorcycles may "
                "share one car place if their riders agree."
            ),
            (
                SINGLE_RETURN,
                ("Motorcycle", "£9.50", "£17.00"),
                ("Car up to 5 metres", "£21.50", "£39.00"),
                ("Car up to 5 metres, with islander card", "£11.00", "£20.00"),
                ("Van up to 6 metres", "£29.00", "£54.00"),
                ("Motorhome up to 8 metres", "£41.00", "£76.00"),
                ("Trailer or caravan", "£16.00", "£30.00"),
                ("Vehicle above 8 metres, each metre", "£6.20", "£11.80"),
                ("Tractor", "£26.00", "£48.00"),
            ),
        ),
        (
            "5. Freight and animals, for each crossing",
            (
                "Goods are handed in at the shed on Carrow Quay no later than 30 minutes before "
                "departure, with name and island written on each piece. Pallets go on the first and "
                "last sailing only. Animals travel at the owner's risk, but not at the owner's pace: be "
                "at the pens 40 minutes before."
            ),
            (
                ("", "To Ellisk", "To Hannet"),
                ("Parcel up to 10 kg", "£3.00", "£4.50"),
                ("Parcel up to 25 kg", "£5.50", "£8.00"),
                ("Pallet up to 400 kg", "£24.00", "£38.00"),
                ("Sheep, each", "£4.00", "£6.50"),
                ("Cattle, each", "£12.00", "not carried"),
                ("Piano, wardrobe or other awkward item", "£18.00", "on request"),
                ("Beehive, closed and declared", "£5.00", "£5.00"),
            ),
        ),
        (
            "6. Charter and trips",
            (
                "Crew and fuel are included in every charter, food and drink are not, and the captain "
                "has the last word on where to go. The seal trip leaves Ellisk at 19:00 on Wednesdays, "
                "June to August. In fog the trip is put off to the following evening, and tickets stay "
                "valid."
            ),
            (
                ("", "Price", "Takes"),
                ("Petrel, half day (4 hours)", "£380.00", "24 people"),
                ("Petrel, full day (8 hours)", "£690.00", "24 people"),
                ("Marigold, 4 hours", "£1,450.00", "98 people"),
                ("Evening seal trip, adult", "£24.00", "2 hours"),
                ("Evening seal trip, child", "£12.00", "2 hours"),
            ),
        ),
    ),
    (
        (
            "7. The Lamp House, for each room and night",
            (
                "High season is from 1 May to 30 September, and all other nights on which the house is "
                "open are low season. Breakfast is included, except in the Bunkroom. A deposit of 20 "
                "per cent is due on booking. Prices are for the room, not for the person, except in the "
                "Bunkroom, and do not rise at weekends."
            ),
            (
                ("", "High season", "Low season"),
                ("Keeper's Room, double", "£118.00", "£92.00"),
                ("Lantern Room, double", "£124.00", "£98.00"),
                ("Fog Bell Room, double", "£104.00", "£82.00"),
                ("Oil Store, twin", "£96.00", "£76.00"),
                ("Signal Room, single", "£68.00", "£54.00"),
                ("Boat Loft, family of up to 5", "£146.00", "£116.00"),
                ("Bunkroom, each bed", "£29.00", "£24.00"),
            ),
        ),
        (
            "8. Meals and extras at the Lamp House",
            (
                "Dinner is served at 19:00 on every day but Monday and must be ordered by noon of the "
                "same day. Child prices are for guests aged 5 to 15, and smaller ones eat for nothing. "
                "The packed lunch is ordered the evening before and waits in the porch from 07:00, out "
                "of the reach of gulls."
            ),
            (
                ("", "Adult", "Child"),
                ("Breakfast for Bunkroom guests", "£9.50", "£5.00"),
                ("Packed lunch", "£8.50", "£6.00"),
                ("Dinner, three courses", "£22.00", "£12.00"),
                ("Tower tour for day visitors", "£3.50", "£2.00"),
                ("Dog, whole stay", "£8.00", "one price"),
            ),
        ),
        (
            "9. Fees",
            (
                "A sailing that we cancel is refunded in full, and no fee is charged for the refund or "
                "for a new booking. Tickets that you hand back yourself are refunded less the fee. "
                "Vehicle bookings can be changed until the evening before the journey; on the day "
                "itself only by telephone."
            ),
            (
                ("", "Fee", "Remark"),
                ("Change of a vehicle booking", "£4.00", "until the evening before"),
                ("Replacement of a lost season ticket", "£6.00", "once a year"),
                ("Refund of an unused return half", "£2.50", "within 30 days"),
                ("Islander card", "free", "valid 3 years"),
            ),
        ),
    ),
)


def price_table(rows: Rows) -> Table:
    """Returns one table with the numbers set flush right."""
    table = Table(rows, colWidths=[100 * mm, 35 * mm, 40 * mm], hAlign="LEFT")
    table.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
            ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.grey),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )
    return table


def story() -> list[Flowable]:
    """Returns the parts of the document in reading order."""
    styles = getSampleStyleSheet()
    note_style = ParagraphStyle("Note", styles["Normal"], fontSize=9)
    parts: list[Flowable] = [
        Paragraph("Price list 2025", styles["Title"]),
        Paragraph("Ellisk Sound Ferry Cooperative", styles["Heading3"]),
        Paragraph(
            "Valid from 1 April 2025 to 31 March 2026. All prices in pounds, tax included.", styles["Normal"]
        ),
    ]
    for number, page in enumerate(PAGES):
        if number:
            parts.append(PageBreak())
        for heading, note, rows in page:
            parts += [Paragraph(heading, styles["Heading2"]), Paragraph(note, note_style)]
            parts += [Spacer(1, 2 * mm), price_table(rows)]
    return parts


class Pages(SimpleDocTemplate):
    """A document with bookmarks, and a line at the foot of each page that is drawn, and so read, last."""

    def afterFlowable(self, flowable: Flowable) -> None:
        """Makes a bookmark of each heading."""
        if isinstance(flowable, Paragraph) and flowable.style.name == "Heading2":
            heading = flowable.getPlainText()
            self.canv.bookmarkPage(heading)
            self.canv.addOutlineEntry(heading, heading)

    def afterPage(self) -> None:
        """Draws the line."""
        self.canv.setFont("Helvetica", 8)
        text = (
            f"Ellisk Sound Ferry Cooperative, price list from 1 April 2025, page {self.page} of {len(PAGES)}"
        )
        self.canv.drawString(20 * mm, 12 * mm, text)


def main() -> None:
    """Writes the PDF."""
    document = Pages(
        str(TARGET),
        pagesize=A4,
        invariant=1,
        leftMargin=20 * mm,
        topMargin=16 * mm,
        bottomMargin=20 * mm,
        title="Price list 2025",
        author="Ellisk Sound Ferry Cooperative",
        subject="Valid from 1 April 2025",
    )
    document.build(story())


if __name__ == "__main__":
    main()
