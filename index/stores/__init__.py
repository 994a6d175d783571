"""Where nearest vectors are found, and what keeps them in files.

In reading order: `dense` has the contracts and an exact search in memory, `chroma` is a store, `registry` has
all there are by name, `folder` opens one's index or makes it from the library, `seal` tells whether its files
are whole, and `current` is what is searched: the store's index for who writes, the exact one for all others.
"""
