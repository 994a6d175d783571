from documents.readers.plain import block_list
from documents.readers.plain.text import text_blocks


def test_what_follows_too_many_blocks_is_text_without_blocks(monkeypatch):
    monkeypatch.setattr(block_list, "MOST_BLOCKS", 2)
    text = "One is here.\n\n- two\n\n- three\n\nFour is here.\n"
    blocks = text_blocks(text).blocks
    assert [text[block.start : block.end] for block in blocks] == ["One is here.", "two"]
