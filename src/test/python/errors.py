# SPDX-License-Identifier: Apache-2.0
"""PyTorch's words for what nn.Conv2d refuses, beside jconv's."""

import re
import warnings

import torch

HUGE = 1 << 31


def with_torch(path):
    """The lines of errors.txt with their last column, what PyTorch says, made new."""
    return [line if line.startswith("#") else renewed(line) for line in path.read_text().splitlines()]


def renewed(line):
    row, arguments, jconv, _ = line.split("|")
    return f"{row}|{arguments}|{jconv}|{words(arguments)}"


def words(arguments):
    """What a layer of these arguments, and its forward, say; arguments are Python's, and x, weight, bias are shapes."""
    kwargs = eval(f"dict({arguments})")
    shapes = {name: kwargs.pop(name, None) for name in ("x", "weight", "bias")}
    # A tensor of this size is only looked at.
    device = "meta" if shapes["x"] and torch.Size(shapes["x"]).numel() >= HUGE else "cpu"
    # That a tensor of no elements is not initialised.
    warnings.filterwarnings("ignore", message="Initializing zero-element")
    try:
        conv = torch.nn.Conv2d(**kwargs, device=device)
        for name in ("weight", "bias"):
            if shapes[name]:
                setattr(conv, name, torch.nn.Parameter(torch.zeros(shapes[name])))
        if shapes["x"] is None:
            shapes["x"] = (1, kwargs["in_channels"], 8, 8)
        conv(torch.zeros(shapes["x"], device=device))
    except (ValueError, RuntimeError, TypeError, AssertionError, ZeroDivisionError) as e:
        return f"{type(e).__name__}: {' '.join(in_order(str(e)).split())}".replace("|", "/")
    return "accepted"


def in_order(message):
    """A printed set has another order in each run."""
    return re.sub(r"\{(.*?)\}", lambda m: "{" + ", ".join(sorted(m[1].split(", "))) + "}", message)


def same_words(old, new):
    """Versions of PyTorch word it differently, so only whether it is refused counts."""
    *old_row, old_words = old.split("|")
    *new_row, new_words = new.split("|")
    return old_row == new_row and (old_words == "accepted") == (new_words == "accepted")
