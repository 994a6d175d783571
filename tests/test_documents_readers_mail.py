import json
import mailbox
from email.message import EmailMessage

import pytest

from documents.errors import EmptyDocument, FootnoteError
from documents.readers import read, reader_for


def mail(body="Hello Ben,\n\nthe Petrel sails at nine.\n", *, subject="The Petrel", **fields):
    message = EmailMessage()
    message["From"] = fields.get("sender", "Anna Lund <anna@a.example>")
    message["To"] = "Ben <ben@b.example>"
    message["Cc"] = "Cara <cara@c.example>"
    message["Date"] = "Tue, 04 Mar 2025 19:12:37 +0100"
    message["Subject"] = subject
    message["Message-ID"] = "<1@a.example>"
    if body is not None:
        message.set_content(body)
    return message


def put(folder, message, name="a.eml"):
    path = folder / name
    path.write_bytes(message if isinstance(message, bytes) else bytes(message))
    return path


def blocks(document, *kinds):
    return [
        (block.kind, block.level, document.text[block.start : block.end])
        for block in document.blocks
        if not kinds or block.kind in kinds
    ]


def quotes(document):
    return [(level, text) for _, level, text in blocks(document, "quote")]


def own(document):
    return [text for kind, _, text in blocks(document) if kind not in ("quote", "furniture")]


# One message


def test_a_mail_has_its_head_its_text_its_title_and_its_date(tmp_path):
    document = read(put(tmp_path, mail()))
    assert document.text == (
        "From: Anna Lund <anna@a.example>\n\nTo: Ben <ben@b.example>\n\nCc: Cara <cara@c.example>\n\n"
        "Date: Tue, 04 Mar 2025 19:12:37 +0100\n\nSubject: The Petrel\n\nHello Ben,\n\n"
        "the Petrel sails at nine.\n"
    )
    assert (document.title, document.date, document.media_type) == (
        "The Petrel",
        "2025-03-04",
        "message/rfc822",
    )
    assert document.notes == ()


def test_a_mails_own_text_has_its_sections_and_tables(tmp_path):
    body = (
        "Hello Ben,\n\nthe leaflet is lost, here is its text.\n\nYOUR GUARANTEE\n==============\n\n"
        "1. HOW LONG\n\nWe guarantee the Petrel for two years from the day on which you bought it.\n\n"
        "  Part              Price\n  Blade             7.95\n  Lid with window   24.00\n\n"
        "2. NOT COVERED\n\n - scratches\n - insects\n\n"
        "Kind regards,\nAnna Lund\n\n"
        "-----Original Message-----\nFrom: Ben\nSent: Monday, 3 March 2025\n\n1. LATER\n\nThe lid leaks.\n"
    )
    document = read(put(tmp_path, mail(body)))
    assert [heading.text for heading in document.headings] == [
        "YOUR GUARANTEE",
        "1. HOW LONG",
        "2. NOT COVERED",
    ]
    assert [(block.row, text) for block in document.blocks if block.kind == "cell"
            for text in [document.text[block.start : block.end]]] == [
        (0, "Part"), (0, "Price"), (1, "Blade"), (1, "7.95"), (2, "Lid with window"), (2, "24.00"),
    ]  # fmt: skip
    assert [text for _, _, text in blocks(document, "item")][:2] == ["scratches", "insects"]
    assert quotes(document)[-1] == (1, "The lid leaks.")
    assert {"Kind regards,", "Anna Lund"} <= {text for _, _, text in blocks(document, "paragraph")}


def test_an_older_mail_without_marks_that_begins_with_a_table_is_quoted(tmp_path):
    body = (
        "The list is right.\n\nOn 1 May 2025 Anna wrote:\n\n"
        "Part              Price\nBlade             7.95\nLid with window   24.00\n\nThat is all.\n"
    )
    document = read(put(tmp_path, mail(body)))
    assert own(document)[-1] == "The list is right."
    assert [text for _, text in quotes(document)] == [
        "On 1 May 2025 Anna wrote:", "Part\tPrice", "Blade\t7.95", "Lid with window\t24.00", "That is all.",
    ]  # fmt: skip


def test_hard_wrapped_lines_are_one_paragraph_and_lists_are_lists(tmp_path):
    body = (
        "The harbour office has told us that the ferry to Ellisk will not sail on\nMonday because of "
        "the wind.\n\n"
        "Please bring:\n  * a warm coat that keeps the rain out and that may get\n    wet\n  * boots\n"
        "1. first\n2. second\n\nKind regards,\nAnna\n"
    )
    document = read(put(tmp_path, mail(body)))
    assert any(text.endswith("will not sail on Monday because of the wind.") for text in own(document))
    items = [
        (block.number, document.text[block.start : block.end])
        for block in document.blocks
        if block.kind == "item"
    ]
    assert items == [
        ("", "a warm coat that keeps the rain out and that may get wet"), ("", "boots"),
        ("1.", "first"), ("2.", "second"),
    ]  # fmt: skip
    introduced = next(block.introduced_by for block in document.blocks if block.kind == "item")
    assert document.text[document.blocks[introduced].start :].startswith("Please bring:")
    assert own(document)[-2:] == ["Kind regards,", "Anna"]


def test_a_dash_or_number_inside_a_sentence_begins_no_list(tmp_path):
    body = (
        "The ferry to Ellisk sails from the quay in the morning of every\n3. Sunday of the month, or most\n"
    )
    document = read(put(tmp_path, mail(body)))
    assert "in the morning of every 3. Sunday of the month, or most" in document.text


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, 3 Mar 2025 at 21:50, Ben <ben@b.example> wrote:",
        "On Mon, 3 Mar 2025 at 21:50, Benjamin of the Harbour Office\n<ben@b.example> wrote:",
        "Am 03.03.2025 um 21:50 schrieb Ben:",
        "Le lun. 3 mars 2025 à 21:50, Ben <ben@b.example> a écrit :",
        "Ben <ben@b.example> escribió el 3/3/2025:",
    ],
)
def test_what_an_older_mail_says_is_a_quote_with_its_depth(tmp_path, attribution):
    older = "> On the 4th?\n>\n> On Sun, 2 Mar 2025 Anna wrote:\n>> On the 3rd.\n"
    body = f"On the 5th.\n\n{attribution}\n{older}\nBye\n"
    document = read(put(tmp_path, mail(body)))
    assert quotes(document) == [
        (1, " ".join(attribution.split())), (1, "On the 4th?"),
        (2, "On Sun, 2 Mar 2025 Anna wrote:"), (2, "On the 3rd."),
    ]  # fmt: skip
    assert own(document)[-2:] == ["On the 5th.", "Bye"]


def test_an_older_mail_that_dashes_part_is_a_quote(tmp_path):
    parted = "---- On Wed, 20 May 2026 at 18:02 Ben Lund <ben@b.example> wrote ----"
    document = read(put(tmp_path, mail(f"On the 5th.\n\n{parted}\n\nOn the 4th?\n")))
    assert quotes(document) == [(1, parted), (1, "On the 4th?")]


@pytest.mark.parametrize(
    "line",
    [
        "-----Original Message-----", "-------- Forwarded Message --------", "________________",
        "-----Ursprüngliche Nachricht-----", "Begin forwarded message:", "",
    ],
)  # fmt: skip
def test_what_follows_a_separator_is_an_older_mail(tmp_path, line):
    older = "From: Ben <ben@b.example>\nSent: Monday, March 3, 2025 9:50 PM\nTo: Anna\nSubject: The Petrel\n"
    document = read(put(tmp_path, mail(f"On the 5th.\n\n{line}\n{older}\nOn the 4th?\n")))
    assert (1, "On the 4th?") in quotes(document) and (1, "From: Ben <ben@b.example>") in quotes(document)
    assert not any(text.startswith("On the 4th") for text in own(document))
    assert {level for level, _ in quotes(document)} == {1}


def test_an_older_mail_without_marks_is_a_quote_too(tmp_path):
    body = "On the 5th.\n\nOn Mon, 3 Mar 2025 at 21:50, Ben <ben@b.example> wrote:\n\nOn the 4th?\n\nBen\n"
    assert [text for _, text in quotes(read(put(tmp_path, mail(body))))][1:] == ["On the 4th?", "Ben"]


@pytest.mark.parametrize("marks", ["> ", ""])
def test_a_list_in_an_older_mail_is_a_list(tmp_path, marks):
    older = "".join(f"{marks}{line}\n" for line in ("Please bring:", "", "- a torch", "- a map", "", "Ben"))
    body = f"On the 5th.\n\nOn Mon, 3 Mar 2025 at 21:50, Ben <ben@b.example> wrote:\n\n{older}"
    document = read(put(tmp_path, mail(body)))
    items = [block for block in document.blocks if block.kind == "item"]
    assert [document.text[item.start : item.end] for item in items] == ["a torch", "a map"]
    before = document.blocks[items[0].introduced_by]
    assert (before.kind, document.text[before.start : before.end]) == ("quote", "Please bring:")
    assert quotes(document)[1:] == [(1, "Please bring:"), (1, "Ben")]


def test_a_sentence_that_ends_in_a_colon_is_no_attribution(tmp_path):
    body = "My answers of 2025 follow:\n\n> When?\n\nAt nine.\n"
    assert quotes(read(put(tmp_path, mail(body)))) == [(1, "When?")]


def test_a_signature_is_furniture_up_to_the_quote(tmp_path):
    document = read(
        put(tmp_path, mail("Yes.\n\n-- \nAnna Lund\nHarbour office\n\nOn 3 May 2025 Ben wrote:\n> So?\n"))
    )
    assert [text for _, _, text in blocks(document, "furniture")] == ["--", "Anna Lund", "Harbour office"]
    assert [text for _, text in quotes(document)] == ["On 3 May 2025 Ben wrote:", "So?"]


def test_a_text_that_is_flowed_goes_on_at_a_blank(tmp_path):
    data = bytes(mail("short \nlines \ngo on\nbut not\n")).replace(
        b'charset="utf-8"', b'charset="utf-8"; format=flowed'
    )
    assert own(read(put(tmp_path, data)))[-2:] == ["short lines go on", "but not"]


# Web mail


PAGE = (
    "<html><head><title>no</title><style>x</style></head><body><h1>Spring fares</h1><p>We pay:</p>"
    "<ul><li>half the fare</li></ul><table><tr><th>Ship</th><th>Price</th></tr>"
    '<tr><td>Petrel</td><td>3</td></tr></table><img src="https://t.example/p.gif" width="1">'
    '<div style="display:none">preview</div>'
    '<div>On Mon, 3 Mar 2025, Ben wrote:</div><blockquote type="cite">How <b>much</b>?</blockquote></body>'
)


def test_a_web_mail_has_its_headings_lists_tables_and_quotes(tmp_path):
    message = mail(None)
    message.set_content(PAGE, subtype="html")
    document = read(put(tmp_path, message))
    assert [text for _, _, text in blocks(document, "heading", "item", "cell")] == [
        "Spring fares", "half the fare", "Ship", "Price", "Petrel", "3",
    ]  # fmt: skip
    assert "Ship\tPrice\nPetrel\t3\n" in document.text
    assert [text for _, text in quotes(document)] == ["On Mon, 3 Mar 2025, Ben wrote:", "How much?"]
    assert "preview" not in document.text and "t.example" not in document.text


def test_of_two_forms_the_page_is_read_if_it_alone_has_headings_or_tables(tmp_path):
    message = mail("Fares\n\nShip Price\nPetrel 3\n")
    message.add_alternative(
        "<h2>Fares</h2><table><tr><th>Ship<th>Price<tr><td>Petrel<td>3</table>", subtype="html"
    )
    document = read(put(tmp_path, message))
    assert document.text.endswith("\n\nFares\n\nShip\tPrice\nPetrel\t3\n")


def test_of_two_forms_the_plain_one_is_read_and_nothing_twice(tmp_path):
    message = mail("The Petrel sails at nine.")
    message.add_alternative("<p>The Petrel sails at nine.</p>", subtype="html")
    assert read(put(tmp_path, message)).text.count("sails at nine") == 1


def test_a_plain_form_that_only_points_to_the_other_is_not_taken_for_the_mail(tmp_path):
    message = mail("This mail is a web page.")
    message.add_alternative(f"<p>{'The Petrel sails at nine. ' * 5}</p>", subtype="html")
    assert "sails at nine" in read(put(tmp_path, message)).text


def test_outlooks_head_of_an_older_mail_is_found_in_a_web_mail(tmp_path):
    message = mail(None)
    head = "<div><b>From:</b> Ben<br><b>Sent:</b> Monday<br><b>To:</b> Anna</div>"
    page = f"<p>On the 5th.</p>{head}<p>On the 4th?</p>"
    message.set_content(page, subtype="html")
    document = read(put(tmp_path, message))
    assert own(document)[-1] == "On the 5th." and (1, "On the 4th?") in quotes(document)


def test_a_table_of_an_older_mail_is_a_quote(tmp_path):
    message = mail(None)
    table = "<table><tr><th>Ship</th><th>Price</th></tr><tr><td>Petrel</td><td>3</td></tr></table>"
    message.set_content(f"<p>Yes.</p><p>-----Original Message-----</p>{table}", subtype="html")
    document = read(put(tmp_path, message))
    assert quotes(document)[1:] == [(1, "Ship\tPrice"), (1, "Petrel\t3")] and not blocks(document, "cell")


def test_a_signature_in_a_web_mail_is_furniture(tmp_path):
    message = mail(None)
    message.set_content(
        "<div>At nine.</div>-- <br>Anna Lund<br>Harbour office<ul><li>a<br>b</li></ul>", subtype="html"
    )
    document = read(put(tmp_path, message))
    assert own(document)[-1] == "At nine."
    assert [text for _, _, text in blocks(document, "furniture")][:3] == ["--", "Anna Lund", "Harbour office"]


# Attachments


def test_attachments_are_named_in_the_text(tmp_path):
    message = mail()
    message.add_attachment("secret words", filename="fares.txt")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Fähre.pdf")
    message.add_attachment(mail(subject="Older"))
    document = read(put(tmp_path, message))
    assert document.text.endswith("Attached: fares.txt, Fähre.pdf, Older.eml\n")
    assert document.notes == ()
    assert "secret words" not in document.text  # it is a source of its own


def test_real_mails_are_read(data):
    document = read(data / "readers" / "files" / "eml_with_attachment.eml")
    assert "Hello Bob" in document.text and "test.txt" in document.text
    thread = read(data / "everyday" / "docs" / "gite-august-thread.eml")
    assert {level for level, _ in quotes(thread)} == {1, 2, 3}
    flat = " ".join(thread.text.split())
    for line in (data / "everyday" / "questions.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["sources"] == ["gite-august-thread.eml"]:
            assert [words for words in row["evidence"] if " ".join(words.split()) not in flat] == []
    assert not any("2 to 9 August" in text for text in own(thread))


# What is broken


def raw(body, *fields):
    head = ["From: Anna <anna@a.example>", "Message-ID: <1@a>", "Subject: The Petrel", *fields]
    return "\r\n".join(head).encode("utf-8") + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        ("=?utf-8?b?RsOkaHJl?=", "Fähre"), ("=?utf-8?q?F=C3=A4hre?= is late", "Fähre is late"),
        ("=?nonsense?b?RsOkaHJl?=", None), ("Fähre raw", "Fähre raw"),
        ("=?utf-8?b?RsOk", None), ("a\r\n folded one", "a folded one"),
    ],
)  # fmt: skip
def test_heads_are_read_however_they_are_written(tmp_path, subject, wanted):
    data = raw(b"Hello").replace(b"The Petrel", subject.encode())
    document = read(put(tmp_path, data))
    assert document.title == wanted if wanted else document.title
    assert "Hello" in document.text


@pytest.mark.parametrize(
    ("charset", "encoded"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "latin-1"),
        ("x-unknown", "utf-8"),
        ("utf-8", "cp1252"),
        ("us-ascii", "utf-8"),
    ],
)
def test_a_text_is_decoded_even_where_its_encoding_is_named_wrong(tmp_path, charset, encoded):
    words = "Der Bürgermeister hörte müde die Klagen über die Straße und die Fähre. " * 3
    data = raw(words.encode(encoded), f"Content-Type: text/plain; charset={charset}")
    assert "Bürgermeister hörte müde" in read(put(tmp_path, data)).text


def test_a_damaged_attachment_code_or_text_is_said(tmp_path):
    import base64

    packed = base64.encodebytes(b"The Petrel sails at nine from Carrow Quay. " * 8)
    fields = ("Content-Type: text/plain", "Content-Transfer-Encoding: base64")
    document = read(put(tmp_path, raw(packed[:150] + b"!?" + packed[150:-9], *fields)))
    assert document.text.count("The Petrel sails") >= 5 and "damaged" in document.notes[0]
    quoted = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable")
    document = read(put(tmp_path, raw(b"F=C3=A4hre at n=ZZine", *quoted)))
    assert "Fähre" in document.text and "damaged" in document.notes[0]
    assert read(put(tmp_path, raw(b"F=C3=A4hre at nine, and so =\r\non", *quoted))).notes == ()


def test_a_mail_that_was_cut_off_says_so(tmp_path):
    message = mail()
    message.add_attachment(b"x" * 5_000, maintype="application", subtype="pdf", filename="a.pdf")
    document = read(put(tmp_path, bytes(message)[:1_200]))
    assert "the Petrel sails at nine" in document.text and "cut off" in document.notes[0]


@pytest.mark.parametrize("kind", ["multipart/encrypted", "application/pkcs7-mime"])
def test_an_encrypted_mail_says_so(tmp_path, kind):
    notes = read(put(tmp_path, raw(b"MIAGCS", f"Content-Type: {kind}"))).notes
    assert any("encrypted" in note for note in notes)


def test_hostile_mails_end_in_a_sentence_or_a_text(tmp_path):
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number)
        for number in range(3_000)
    )
    for data in (
        raw(b">" * 200_000 + b" x"), raw(b"-----Original Message-----\r\n\r\nx\r\n\r\n" * 5_000),
        raw(b"On 3 wrote " * 20_000), raw(b"x").replace(b"anna", b"a@b.example, " * 20_000),
    ):  # fmt: skip
        assert read(put(tmp_path, data)).text
    with pytest.raises((FootnoteError, RecursionError)):  # the second is what a pool makes a sentence of
        read(put(tmp_path, raw(b"", nested.decode().removesuffix("\r\n"))))


def test_a_file_without_words_is_empty(tmp_path):
    with pytest.raises(EmptyDocument):
        read(put(tmp_path, b"\r\n\r\n"))


# Mailboxes


def box(folder, *messages, name="a.mbox"):
    path = folder / name
    kept = mailbox.mbox(path)
    for message in messages:
        kept.add(message)
    kept.close()
    return path


def test_a_mailbox_is_a_section_for_each_message(tmp_path):
    first = mail("Hello.\n\nFrom here on it rains.\n\n-- \nAnna\n", subject="Rain")
    second = mail("Dry again.\n\n-----Original Message-----\nIt rains.\n", subject="Sun")
    second.add_attachment(b"x", maintype="image", subtype="png", filename="sun.png")
    document = read(box(tmp_path, first, second, mail("Third.", subject="")))
    assert [heading.text for heading in document.headings] == ["Rain", "Sun", "A message without a subject"]
    assert "From here on it rains." in own(document) and "Third." in own(document)
    assert quotes(document) == [(1, "-----Original Message-----"), (1, "It rains.")]
    assert "Attached: sun.png" in own(document) and document.notes == ()
    assert document.media_type == "application/mbox"


def test_a_line_of_a_message_that_begins_with_from_ends_nothing(tmp_path):
    data = b"From anna Tue Mar  4 19:12:37 2025\n" + raw(b"One.\n\nFrom the quay we walked.\n").replace(
        b"\r", b""
    )
    document = read(put(tmp_path, data, "a.mbox"))
    assert len(document.headings) == 1 and "From the quay we walked." in document.text


def test_a_broken_message_costs_no_other(tmp_path, monkeypatch):
    path = box(tmp_path, mail(subject="One"), mail(subject="Two"))
    from documents.readers.mail import reader

    parsed = reader.parsed

    def failing(data):
        if b"Subject: One" in data:
            raise RuntimeError("broken")
        return parsed(data)

    monkeypatch.setattr(reader, "parsed", failing)
    document = read(path)
    assert [heading.text for heading in document.headings] == ["Two"]
    assert document.notes[0].startswith("Message 1 is damaged")


def test_a_message_whose_head_is_no_text_costs_no_other(tmp_path):
    moment = b"From a Tue Mar  4 19:12:37 2025\n"
    harmed = moment + b"Subject: Two\nTo: ben@quay\x08exam\xfale\n\nThe oar is blue.\n"
    document = read(put(tmp_path, moment + b"Subject: One\n\nThe boat is red.\n\n" + harmed, "a.mbox"))
    assert [heading.text for heading in document.headings] == ["One"]
    assert document.notes[0].startswith("Message 2 is damaged")


def test_a_mailbox_without_a_message_is_none(tmp_path):
    with pytest.raises(FootnoteError, match="not a mailbox"):
        read(put(tmp_path, b"just words", "a.mbox"))


# Which reader


@pytest.mark.parametrize(
    ("name", "content", "reader"),
    [
        ("a.eml", b"Subject: x\n\nHello", "email"), ("a", bytes(mail()), "email"),
        ("a.txt", bytes(mail()), "email"),
        ("a.txt", b"From: Anna\nTo: Ben\nSubject: Ferry\n\nA letter.", "text"),
        ("mails", b"From a Tue Mar  4 19:12:37 2025\nFrom: a@b.example\n\nx", "mbox"),
        ("a.txt", b"From Tuesday at 10:15 2025 guests are\nwelcome", "text"),
        ("a.mbox", bytes(mail()), "email"),
    ],
)  # fmt: skip
def test_mail_is_known_by_its_content(tmp_path, name, content, reader):
    assert reader_for(put(tmp_path, content, name)).name == reader


def test_a_part_that_says_latin_is_read_as_windows_writes_it(tmp_path):
    body = "“Tea” – 3 €".encode("cp1252")
    path = tmp_path / "a.eml"
    path.write_bytes(b"Subject: Tea\nContent-Type: text/plain; charset=iso-8859-1\n\n" + body + b"\n")
    document = read(path)
    assert "“Tea” – 3 €" in document.text and not document.notes


def test_the_style_sheet_of_a_page_in_one_file_is_no_text(tmp_path):
    path = tmp_path / "a.eml"
    path.write_text(
        'Subject: Page\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
        "--b\nContent-Type: text/html\n\n<p>The bar is shut.</p>\n"
        "--b\nContent-Type: text/css\n\np { color: red }\n--b--\n"
    )
    assert "color" not in read(path).text
