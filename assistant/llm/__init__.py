"""The language model: any OpenAI-compatible server, or the embedded one that is started here.

In: messages. Out: pieces of text as they come. Read `model`, `fair_queue` (whose turn it is), `call`,
`protocol`; `endpoint` says what is wrong with an address, `server` runs the embedded model from `weights`.
"""
