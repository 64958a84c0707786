#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Golden values of nn.Conv2d, from PyTorch itself.

    golden.py            writes golden.txt, and PyTorch's words into errors.txt
    golden.py --check    recomputes both and compares: integers and bits exactly, real values within what float64 allows

Needs numpy and torch. Both files lie in src/test/resources/io/github/jconv/torch; docs/testing.md describes them.
"""

import sys

sys.dont_write_bytecode = True

import argparse
import pathlib
import warnings
import zlib

import numpy
import torch

import cases
import contract
import errors

FOLDER = pathlib.Path(__file__).parent.parent / "resources/io/github/jconv/torch"
SAMPLES = 48
CHECKSUM_CASES = 200


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    check = parser.parse_args().check
    torch.set_num_threads(1)
    # That 'same' of an even kernel copies its input.
    warnings.filterwarnings("ignore", message="Using padding='same'")
    golden, tolerances = computed()
    failures = []
    for path, lines, same in (
        (FOLDER / "golden.txt", golden, lambda i, old, new: same_case(old, new, tolerances.get(i, 0))),
        (FOLDER / "errors.txt", errors.with_torch(FOLDER / "errors.txt"), lambda i, old, new: errors.same_words(old, new)),
    ):
        if check:
            failures += differences(path, lines, same)
        else:
            path.write_text("\n".join(lines) + "\n")
    print("\n".join(failures) or f"{len(tolerances)} cases, torch {torch.__version__}")
    return 1 if failures else 0


def computed():
    """The lines of golden.txt, and for each line of a case how far float64 results may differ."""
    lines = []
    tolerances = {}
    checksum = 0
    real = 0
    for name, case in cases.all_cases():
        x, w, b = case.input(), case.weight(), case.bias_values()
        y = forward(case, numpy.float64, x, w, b)
        bits = contract.forward(case, x, w, b)
        if case.kind == "int":
            require(case, numpy.array_equal(forward(case, numpy.float32, x, w, b), y))
            require(case, numpy.array_equal(bits, y))
        elif y.size and real < CHECKSUM_CASES:
            real += 1
            checksum = crc([bits], checksum)
        magnitude = forward(case, numpy.float64, abs(x), abs(w), b if b is None else abs(b))
        taps = w[0].size
        tolerances[len(lines) + 3] = 2 * (taps + 2) * 2.0**-53 * magnitude.max(initial=0)
        shape = "x".join(map(str, y.shape))
        data = crc([a for a in (x, w, b) if a is not None])
        samples = " ".join(decimal(case, y.flat[i]) for i in sampled(y.size))
        lines.append(f"{name}|{case}|{shape}|{data:08x}|{crc([bits]):08x}|{samples}")
    header = [
        "# PyTorch %s: name|case|shape of the output|CRC-32 of input, weight, bias|CRC-32 of the bits|outputs"
        % torch.__version__,
        "# At most %d outputs, evenly spread, as float64 results. By src/test/python/golden.py." % SAMPLES,
        "# CRC-32 of the bits of the first %d real cases: %08x" % (CHECKSUM_CASES, checksum),
    ]
    return header + lines, tolerances


def forward(case, dtype, x, w, b):
    """By the module itself, as a user would."""
    conv = torch.nn.Conv2d(
        case.ic,
        case.oc,
        case.kernel,
        case.stride,
        case.padding,
        case.dilation,
        case.groups,
        b is not None,
        case.mode,
        dtype=torch.float64 if dtype == numpy.float64 else torch.float32,
    )
    with torch.no_grad():
        conv.weight.copy_(torch.from_numpy(w))
        if b is not None:
            conv.bias.copy_(torch.from_numpy(b))
        input_ = torch.from_numpy(x.astype(dtype))
        # PyTorch pads circularly with a batch only ("Invalid padding size, expected 2 but got 4").
        return conv(input_).numpy() if case.mode != "circular" or x.ndim == 4 else conv(input_[None])[0].numpy()


def sampled(size):
    """Indices of the outputs that are kept: all, or SAMPLES from the first to the last."""
    return range(size) if size <= SAMPLES else [i * (size - 1) // (SAMPLES - 1) for i in range(SAMPLES)]


def decimal(case, value):
    return str(int(value)) if case.kind == "int" else repr(float(value))


def crc(arrays, start=0):
    """Of the floats' big-endian bits, zeros without their sign."""
    for array in arrays:
        start = zlib.crc32((array + numpy.float32(0)).astype(">f4").tobytes(), start)
    return start


def require(case, condition):
    if not condition:
        raise AssertionError(f"{case}: float32 and float64 differ on integers")


def differences(path, lines, same):
    """What a committed file says otherwise; not the version in its first line."""
    old = path.read_text().splitlines()
    if len(old) != len(lines):
        return [f"{path.name}: {len(old)} lines, expected {len(lines)}"]
    return [
        f"{path.name}:{i + 1}: {old[i]}\n    now {lines[i]}"
        for i in range(1, len(lines))
        if old[i] != lines[i] and not same(i, old[i], lines[i])
    ]


def same_case(old, new, tolerance):
    *old_key, old_values = old.split("|")
    *new_key, new_values = new.split("|")
    pairs = list(zip(old_values.split(), new_values.split()))
    same_count = len(old_values.split()) == len(new_values.split())
    return old_key == new_key and same_count and all(abs(float(a) - float(b)) <= tolerance for a, b in pairs)


if __name__ == "__main__":
    sys.exit(main())
