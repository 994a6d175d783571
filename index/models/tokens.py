"""Word pieces counted by a tokenizer alone: in the processes that split texts, where no model is loaded."""

from collections.abc import Sequence

from documents.text.passages import CountTokens


def counter(tokenizer: str) -> CountTokens:
    """What counts the word pieces of texts, by a tokenizer as JSON (the text of a tokenizer.json)."""
    from tokenizers import Tokenizer

    loaded = Tokenizer.from_str(tokenizer)
    loaded.no_truncation()
    loaded.no_padding()

    def count(texts: Sequence[str]) -> list[int]:
        encodings = loaded.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    return count
