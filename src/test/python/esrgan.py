#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the weights of `jconv upscale` from the unpacked npm package @upscalerjs/default-model.

    esrgan.py PACKAGE OUT.safetensors

The same floats, but kernels in the order of a state_dict (O, I, KH, KW) in place of Keras's (KH, KW, I, O), and
names such as F_0.weight in place of F_0/kernel.
"""

import json
import struct
import sys
from pathlib import Path

import numpy


def tensors(package):
    """Name and array of each weight, in the order of the package's own file."""
    models = package / "models"
    (group,) = json.loads((models / "model.json").read_text())["weightsManifest"]
    (shard,) = group["paths"]
    floats = numpy.fromfile(models / shard, "<f4")
    at = 0
    for weight in group["weights"]:
        assert weight["dtype"] == "float32", weight
        layer, kind = weight["name"].split("/")
        count = int(numpy.prod(weight["shape"]))
        array = floats[at : at + count].reshape(weight["shape"])
        at += count
        if kind == "kernel":
            yield layer + ".weight", array.transpose(3, 2, 0, 1)
        else:
            yield layer + ".bias", array
    assert at == len(floats), (at, len(floats))


def safetensors(named):
    """The bytes of a .safetensors file."""
    header = {}
    data = b""
    for name, array in named:
        part = array.astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    Path(sys.argv[2]).write_bytes(safetensors(tensors(Path(sys.argv[1]))))
