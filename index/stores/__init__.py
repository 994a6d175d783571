"""Where nearest vectors are found, and what keeps them.

In reading order: `dense` has the contracts and an exact search in memory, `chroma` is a store, `registry` has
all there are by name, `records` is what they are given. Of a store in the data folder: `folder` opens its
index or makes it from the library, `integrity` tells whether its files are whole, `current` is what is
searched, the store's index for who writes and `exact` search for all others. Of a store on a server: `remote`
says how it is, `naming` has what the library notes of it, and `server` is what is searched.
"""
