import assistant


def test_all_is_what_is_public():
    assert sorted(assistant.__all__) == [
        *("Answer", "Assistant", "Citation", "Done", "Evidence", "FootnoteError", "Hit", "IngestReport"),
        *("PastedText", "Sentence", "SentenceDone", "Source", "Token", "check_text"),
    ]
    for name in assistant.__all__:
        assert getattr(assistant, name).__doc__


def test_the_assistant_has_the_methods_of_the_contract():
    for name in ("open", "add", "sources", "search", "ask", "stream", "check", "text", "remove", "close"):
        assert callable(getattr(assistant.Assistant, name))
