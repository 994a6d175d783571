"""Trained differences of low rank to a packaged model, added to its weights when it is loaded.

Edward Hu et al.: LoRA: Low-Rank Adaptation of Large Language Models, 2021 (arXiv 2106.09685). The difference
of a dense layer is the product of two thin matrices, so that a model trained anew is kept in a few megabytes
beside the weights that the package brings.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]  # of float16 as it is kept, of float32 where it is computed with
DOWN, UP = ".a", ".b"  # of a layer: (rank, inputs) and (outputs, rank)
HEAD = "classifier"  # of a cross-encoder; it is kept whole
_DENSE = "MatMulInteger"
_LARGEST = 127  # of int8


def load(path: Path) -> dict[str, Array]:
    """The arrays of a difference by name: "LAYER.a" and "LAYER.b" of dense layers, a head's as they are.

    Raises OSError for a file that cannot be read, ValueError for one that is no difference.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except (EOFError, KeyError, BadZipFile, zlib.error) as error:
        raise ValueError(f"{path.name} holds no arrays") from error
    if not any(name.endswith(DOWN) or name.startswith(HEAD) for name in arrays):
        raise ValueError(f"{path.name} has no layers")
    return arrays


def with_difference(model: Path, difference: Mapping[str, Array]) -> bytes:
    """The ONNX int8 model in `model` with a difference added, its dense weights quantised anew by column.

    Raises ValueError where the difference is not one of this model.
    """
    import onnx
    from onnx import numpy_helper

    whole = onnx.load(str(model))
    places = {weights.name: weights for weights in whole.graph.initializer}

    def put(name: str, values: Array) -> None:
        places[name].CopyFrom(numpy_helper.from_array(values, name))

    left = {name.removesuffix(DOWN) for name in difference if name.endswith(DOWN)}
    if f"{HEAD}.bias" in places:
        left.add(HEAD)
        put(f"{HEAD}.bias", _head(difference, "bias"))
    for layer, stem in _dense_layers(whole.graph):
        if layer not in left:
            continue
        left.remove(layer)
        dense = _dense(stem, lambda name: numpy_helper.to_array(places[name]))
        values, scale = _quantised(_changed(dense, layer, difference))
        put(f"{stem}_quantized", values)
        put(f"{stem}_scale", scale)
    if left:
        raise ValueError(f"the model has no layer {min(left)}")
    return bytes(whole.SerializeToString())


def dense_weights(model: Path) -> dict[str, Array]:
    """The weights of an ONNX int8 model as torch has them: by name, (outputs, inputs), float32."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(model)).graph
    arrays = {weights.name: numpy_helper.to_array(weights) for weights in graph.initializer}

    weights = {
        f"{layer}.weight": _dense(stem, arrays.__getitem__).T.copy() for layer, stem in _dense_layers(graph)
    }
    for name, values in arrays.items():
        stem = name.removesuffix("_quantized")
        if "embeddings." in stem and stem != name:
            weights[stem] = _dense(stem, arrays.__getitem__)
        elif name.endswith((".weight", ".bias")):
            weights[name] = values.copy()
    return weights


def _dense(stem: str, array: Callable[[str], Array]) -> Array:
    """The weights that the file has as integers around a zero point, in their scale."""
    shifted = array(f"{stem}_quantized").astype(np.float32) - array(f"{stem}_zero_point").astype(np.float32)
    return np.asarray(shifted * array(f"{stem}_scale"), dtype=np.float32)


def _changed(dense: Array, layer: str, difference: Mapping[str, Array]) -> Array:
    """The weights (inputs, outputs) of a layer with its difference."""
    if layer == HEAD:
        return _head(difference, "weight").T
    down, up = (difference[layer + part].astype(np.float32) for part in (DOWN, UP))
    return np.asarray(dense + (up @ down).T)


def _head(difference: Mapping[str, Array], part: str) -> Array:
    try:
        return difference[f"{HEAD}.{part}"].astype(np.float32)
    except KeyError as error:
        raise ValueError("it has no head") from error


def _quantised(dense: Array) -> tuple[Array, Array]:
    """The weights as int8 around zero, and the scale of each column."""
    scale = np.maximum(np.abs(dense).max(axis=0), 1e-12) / _LARGEST
    return np.rint(dense / scale).astype(np.int8), scale.astype(np.float32)


def _dense_layers(graph: Any) -> Iterator[tuple[str, str]]:  # Any: onnx has no types
    """Each dense layer's name, such as bert.encoder.layer.0.output.dense, and its weights' in the file."""
    for node in graph.node:
        if node.op_type == _DENSE:
            stem = node.input[1].removesuffix("_quantized")
            layer = stem.removesuffix(".weight") if stem.endswith(".weight") else _path(node.name)
            yield layer, stem


def _path(name: str) -> str:
    """/bert/encoder/layer.0/output/dense/MatMul_quant as bert.encoder.layer.0.output.dense."""
    return name.strip("/").rsplit("/", 1)[0].replace("/", ".")
