import random

import pytest

from documents.errors import FootnoteError
from documents.readers import read, reader_for
from tests.compound_files import message
from tests.hostile import mutated


def put(folder, data, name="a.msg"):
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_message_is_read_as_other_mails_are(tmp_path):
    document = read(put(tmp_path, message(attached=["fares.pdf"])))
    assert document.text == (
        "From: Anna Lund <anna@a.example>\n\nTo: Ben\n\nDate: Tue, 04 Mar 2025 18:12:37 +0000\n\n"
        "Subject: The Pétrel\n\nAt nine.\n\n-----Original Message-----\n\nWhen?\n\nAttached: fares.pdf\n"
    )
    assert (document.title, document.date) == ("The Pétrel", "2025-03-04")
    assert document.notes == (
        "The attachment “fares.pdf” was not read. Save it from the mail program and add it.",
    )
    assert [block.kind for block in document.blocks][-3:] == ["quote", "quote", "paragraph"]


def test_a_message_that_is_only_a_page_is_read(tmp_path):
    document = read(put(tmp_path, message("", "<h1>Fares</h1><ul><li>half</li></ul>")))
    assert [block.kind for block in document.blocks][-2:] == ["heading", "item"]


def test_it_is_known_by_its_content(tmp_path):
    assert reader_for(put(tmp_path, message(), "a.dat")).name == "msg"
    with pytest.raises(FootnoteError, match=r"not an Outlook message"):
        read(put(tmp_path, b"just words"))
    with pytest.raises(FootnoteError):
        read(put(tmp_path, message()[:700]))


def test_a_real_message_is_read(data):
    document = read(data / "readers" / "files" / "test_outlook_msg.msg")
    assert "This is the body of the test email message" in document.text
    assert document.title == "Test Email Message" and document.date


def test_mutated_messages_never_fail_otherwise(tmp_path, data):
    whole = (data / "readers" / "files" / "test_outlook_msg.msg").read_bytes()
    chance = random.Random(7)
    for _ in range(200):
        try:
            read(put(tmp_path, mutated(whole, chance)))
        except FootnoteError as error:
            assert error.message and error.next_step
