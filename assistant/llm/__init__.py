"""The language model: any OpenAI-compatible server, or the embedded one that is started here.

In: messages. Out: pieces of text as they come. Read `model`, `line` (whose turn it is), `call`, `wire`;
`endpoint` says what is wrong with an address, `server` runs the embedded model from its `weights`, `trial`
tells what a model is good for.
"""
