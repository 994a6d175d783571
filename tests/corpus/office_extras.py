"""Office files with what the descriptions have not: notes, comments, edges of pages, boxes, charts, spans."""

from datetime import datetime
from pathlib import Path

from tests.corpus.language import Facts, words

_DATE = "2024-04-30"


def docx(path: Path) -> Facts:
    """Header and footer, a comment, a link, a line break, bold inside a word, cells merged both ways."""
    import docx as library

    made = library.Document()
    made.core_properties.created = datetime.fromisoformat(_DATE)
    made.sections[0].header.paragraphs[0].text = "Ferry company of Ellisk"
    made.sections[0].footer.paragraphs[0].text = "Quay Street 4"
    made.add_heading("Ticket office", 1)
    paragraph = made.add_paragraph("The office is ")
    paragraph.add_run("un").bold = True
    paragraph.add_run("manned on Sundays.")
    made.add_comment(paragraph.runs, "And on Mondays?", author="Noor")
    broken = made.add_paragraph("Call us:")
    broken.add_run().add_break()
    broken.add_run("0555 1234")
    table = made.add_table(4, 3)
    texts = (
        ("Ship", "Fare", ""),
        ("", "Adult", "Child"),
        ("Petrel", "£3.00", "£1.50"),
        ("Tern", "£4.00", ""),
    )
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Ship"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Fare"
    made.add_paragraph("Children are under 14.")
    made.save(path)
    return Facts(
        words(
            "Ferry company of Ellisk Ticket office The office is unmanned on Sundays. Noor: And on Mondays? "
            "Call us: 0555 1234 Ship Fare Adult Child Petrel £3.00 £1.50 Tern £4.00 Children are under 14. "
            "Quay Street 4"
        ),
        headings=[(1, "Ticket office")],
        items=[],
        cells=[
            ("", "", "Ship"), ("", "", "Fare"), ("", "", "Adult"), ("", "", "Child"),
            ("", "Ship", "Petrel"), ("Petrel", "Fare › Adult", "£3.00"), ("Petrel", "Fare › Child", "£1.50"),
            ("", "Ship", "Tern"), ("Tern", "Fare › Adult", "£4.00"),
        ],
        date=_DATE,
    )  # fmt: skip


def slides(path: Path) -> Facts:
    """Two slides with a subtitle, bullets of the layout, a group, a chart and notes."""
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    made = Presentation()
    made.core_properties.created = datetime.fromisoformat(_DATE)
    first = made.slides.add_slide(made.slide_layouts[0])
    first.shapes.title.text = "The year of the ferry"
    first.placeholders[1].text = "Ellisk, in April"
    second = made.slides.add_slide(made.slide_layouts[1])
    second.shapes.title.text = "Guests"
    frame = second.placeholders[1].text_frame
    frame.text = "More than ever"
    inner = frame.add_paragraph()
    inner.text, inner.level = "above all children", 1
    group = second.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(5), Inches(3), Inches(1)).text_frame.text = "Counted by hand"
    second.notes_slide.notes_text_frame.text = "Thank the counters."
    third = made.slides.add_slide(made.slide_layouts[5])
    third.shapes.title.text = "By month"
    data = CategoryChartData()
    data.categories = ["May", "June"]
    data.add_series("Adults", (310, 325))
    place = (Inches(1), Inches(2), Inches(6), Inches(4))
    chart = third.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data).chart
    chart.has_title, chart.chart_title.text_frame.text = True, "A busy summer"
    made.save(path)
    return Facts(
        words(
            "The year of the ferry Ellisk, in April Guests More than ever above all children Counted by hand "
            "Thank the counters. By month A busy summer Adults May 310 June 325"
        ),
        headings=[(1, "The year of the ferry"), (1, "Guests"), (1, "By month")],
        items=[(1, "", "More than ever"), (2, "", "above all children")],
        cells=[
            ("", "", "Adults"),
            ("", "", "May"),
            ("May", "Adults", "310"),
            ("", "", "June"),
            ("June", "Adults", "325"),
        ],
        date=_DATE,
    )


def workbook(path: Path) -> Facts:
    """A title over the table, a cell merged over rows, formats, a comment, a second table, a hidden sheet."""
    import openpyxl
    from openpyxl.comments import Comment

    made = openpyxl.Workbook()
    made.properties.created = datetime.fromisoformat(_DATE)
    sheet = made.active
    sheet.title = "Fares"
    rows = [
        ["Fares of the summer"], [], ["Ship", "Since", "Share", "Fare"],
        ["Petrel", datetime(2021, 4, 17), 0.175, 3.5], [None, datetime(2022, 5, 1), 0.2, 1234.5],
        [], ["Port", "Depth", "Berths"], ["Seahaven", 7, 2], ["Stour", 4, 1],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A4:A5")
    for row in (4, 5):
        for column, code in ((2, "dd/mm/yyyy"), (3, "0.0%"), (4, '"£"#,##0.00')):
            sheet.cell(row, column).number_format = code
    sheet["D4"].comment = Comment("Up to 14 years half.", "Noor")
    made.create_sheet("Old").append(["kept for the record"])
    made["Old"].sheet_state = "hidden"
    made.save(path)
    return Facts(
        words(
            "Fares Fares of the summer Ship Since Share Fare Petrel 17/04/2021 17.5% £3.50 Petrel 01/05/2022 "
            "20.0% £1,234.50 Port Depth Berths Seahaven 7 2 Stour 4 1 D4: Up to 14 years half. Old kept "
            "for the record"
        ),
        headings=[(1, "Fares"), (1, "Old")],
        items=[],
        cells=[
            ("", "", "Ship"), ("", "", "Since"), ("", "", "Share"), ("", "", "Fare"),
            ("", "Ship", "Petrel"), ("Petrel", "Since", "17/04/2021"), ("Petrel", "Share", "17.5%"),
            ("Petrel", "Fare", "£3.50"),
            ("", "Ship", "Petrel"), ("Petrel", "Since", "01/05/2022"), ("Petrel", "Share", "20.0%"),
            ("Petrel", "Fare", "£1,234.50"),
            ("", "", "Port"), ("", "", "Depth"), ("", "", "Berths"),
            ("", "Port", "Seahaven"), ("Seahaven", "Depth", "7"), ("Seahaven", "Berths", "2"),
            ("", "Port", "Stour"), ("Stour", "Depth", "4"), ("Stour", "Berths", "1"),
        ],
        date=_DATE,
    )  # fmt: skip
