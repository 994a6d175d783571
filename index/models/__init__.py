"""The small models that come in packages, as ONNX on the CPU: embedder, rerankers, late interaction.

In: texts. Out: vectors and scores. Read `packaged` and `onnx_export` (where they come from),
`embeddings`, `embedded`, `rerank`, `late_interaction`, and `recent` (what is kept of theirs).
"""
