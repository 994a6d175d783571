import pytest

from documents.errors import EmptyDocument
from documents.readers import read, reader_for
from tests.office import put

SRT = (
    "1\r\n00:00:01,000 --> 00:00:03,500\r\n<i>Out</i> at\r\nnine.\r\n\r\n"
    "2\r\n01:02:03,000 --> 01:02:04,000 X1:1\r\n{\\an8}- Back at four.\r\n"
)
VTT = (
    "WEBVTT - The ferries\nKind: captions\n\nNOTE not shown\n\nSTYLE\n::cue { color: red }\n\nintro\n"
    "00:01.000 --> 00:03.000 align:left\n<v Anna Lund>Out &amp; back</v> <00:02.000><c.big>at nine</c>\n"
)


def test_cues_are_paragraphs_with_their_start(tmp_path):
    document = read(put(tmp_path, "a.srt", SRT))
    assert document.text == "[00:00:01] Out at nine.\n\n[01:02:03] - Back at four.\n"
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph"]


def test_the_form_of_the_web_has_a_title_and_speakers(tmp_path):
    document = read(put(tmp_path, "a.vtt", VTT))
    assert (document.title, document.text) == ("The ferries", "[00:01] Anna Lund: Out & back at nine\n")


def test_words_whose_time_is_damaged_are_kept(tmp_path):
    damaged = SRT.replace("01:02:03,000 -->", "01:02:xx").replace("\r", "")
    assert "Back at four." in read(put(tmp_path, "a.srt", damaged)).text


def test_they_are_known_by_their_content(tmp_path):
    assert reader_for(put(tmp_path, "a", SRT)).name == reader_for(put(tmp_path, "b", VTT)).name == "subtitles"
    assert reader_for(put(tmp_path, "a.txt", SRT)).name == "text"


def test_a_file_without_cues_is_empty(tmp_path):
    with pytest.raises(EmptyDocument, match="no subtitles"):
        read(put(tmp_path, "a.vtt", "WEBVTT\n\nNOTE x\n"))
