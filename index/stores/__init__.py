"""Where nearest vectors are found: `dense` has the contract and an exact search, `chroma` an approximate one.

`current` chooses between them; `seal` tells whether Chroma's folder is whole.
"""
