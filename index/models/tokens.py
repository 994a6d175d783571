"""Word pieces counted by a tokenizer alone: in the processes that split texts, where no model is loaded."""

import math
from collections.abc import Sequence

from documents.text.passages import CountTokens

PIECES_A_WORD = 4 / 3  # of English prose, by the tokenizers of BERT and its like; others give fewer


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


def estimator(data: str) -> CountTokens:
    """What counts words, as so many word pieces as these have in the mean; `data` is not used."""

    def count(texts: Sequence[str]) -> list[int]:
        return [math.ceil(len(text.split()) * PIECES_A_WORD) for text in texts]

    return count
