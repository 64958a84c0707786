# SPDX-License-Identifier: Apache-2.0
"""The convolutions whose golden values are kept; a case prints as the line that io.github.jconv.oracle.ConvCase reads."""

import dataclasses

import data

MODES = ("zeros", "reflect", "replicate", "circular")
MULTIPLY_ADDS = 60_000
PER_COMBINATION = 5


@dataclasses.dataclass(frozen=True)
class Case:
    """As ConvCase; `padding` is a pair or a word, and `n` is None for an unbatched input."""

    n: int = 1
    groups: int = 1
    ic: int = 1
    size: tuple = (1, 1)
    oc: int = 1
    kernel: tuple = (1, 1)
    stride: tuple = (1, 1)
    padding: object = (0, 0)
    dilation: tuple = (1, 1)
    mode: str = "zeros"
    bias: bool = True
    kind: str = "real"
    seed: int = 0

    def __str__(self):
        images = "u" if self.n is None else f"n{self.n}"
        padding = self.padding if isinstance(self.padding, str) else "p%dx%d" % self.padding
        kind = "_int" if self.kind == "int" else ""
        return (
            f"{images}g{self.groups}_ic{self.ic}ih{self.size[0]}iw{self.size[1]}_oc{self.oc}"
            + "_kh%dkw%d_s%dx%d_" % (*self.kernel, *self.stride)
            + padding
            + "_d%dx%d" % self.dilation
            + f"_{self.mode}_b{int(self.bias)}{kind}_seed{self.seed}"
        )

    def input(self):
        planes = (self.ic, *self.size)
        return self._values(planes if self.n is None else (self.n, *planes), 1)

    def weight(self):
        return self._values((self.oc, self.ic // self.groups, *self.kernel), 2)

    def bias_values(self):
        return self._values((self.oc,), 3) if self.bias else None

    def _values(self, shape, stream):
        length = 1
        for size in shape:
            length *= size
        return data.values(self.kind, length, 31 * self.seed + stream).reshape(shape)

    def sides(self):
        """For each axis what is added before and after it."""
        if self.padding == "valid":
            return [(0, 0), (0, 0)]
        if self.padding == "same":
            totals = [d * (k - 1) for d, k in zip(self.dilation, self.kernel)]
            return [(total // 2, total - total // 2) for total in totals]
        return [(p, p) for p in self.padding]

    def output(self):
        """Height and width of the output."""
        axes = zip(self.size, self.sides(), self.kernel, self.dilation, self.stride)
        return tuple((size + sum(pad) - d * (k - 1) - 1) // s + 1 for size, pad, k, d, s in axes)

    def is_legal(self):
        most = {"reflect": lambda size: size - 1, "circular": lambda size: size}.get(self.mode)
        fits = most is None or all(max(pad) <= most(size) for size, pad in zip(self.size, self.sides()))
        return fits and min(self.output()) > 0

    def multiply_adds(self):
        oh, ow = self.output()
        taps = self.ic // self.groups * self.kernel[0] * self.kernel[1]
        return (self.n or 1) * self.oc * oh * ow * taps


def all_cases():
    """Pairs of name and case: each geometry with small integers and with real values."""
    seed = 0
    for name, case in [*torch_samples(), *identities(), *corners(), *generated()]:
        if not case.is_legal():
            raise ValueError(f"{name}: {case}")
        seed += 1
        for kind in ("int", "real"):
            yield name, dataclasses.replace(case, kind=kind, seed=seed)


def torch_samples():
    """What PyTorch tests Conv2d with (torch/testing/_internal: sample_inputs_conv2d and the module tests)."""
    samples = {
        "stride and padding": Case(1, 1, 3, (4, 4), 3, (3, 3), (2, 2), (2, 2)),
        "all pairs and groups": Case(2, 2, 4, (8, 8), 2, (3, 3), (3, 2), (2, 1), (4, 4)),
        "dilation pair, no bias": Case(1, 1, 4, (5, 5), 1, (2, 3), (2, 2), (1, 1), (2, 3), bias=False),
        "kernel wider than input": Case(1, 1, 2, (4, 3), 4, (3, 4), (2, 2), (1, 1)),
        "valid": Case(1, 1, 4, (5, 5), 1, (2, 3), (2, 2), "valid", bias=False),
        "same, dilation 3": Case(1, 1, 4, (5, 5), 1, (2, 3), (1, 1), "same", (3, 3), bias=False),
        "depthwise, multiplier": Case(2, 4, 4, (6, 6), 8, (3, 3)),
        "depthwise, strided": Case(2, 4, 4, (6, 6), 4, (3, 3), (3, 2)),
        "depthwise, dilated": Case(2, 4, 4, (5, 5), 4, (2, 2), dilation=(2, 2)),
        "grouped": Case(2, 2, 4, (6, 5), 6, (3, 2)),
    }
    for name, case in samples.items():
        yield f"torch sample: {name}", case
        yield f"torch sample: {name}, unbatched", dataclasses.replace(case, n=None)


def identities():
    """Where PyTorch's own tests compare two layers, and where it once was wrong."""
    even = Case(None, 1, 2, (9, 10), 3, (4, 5))
    yield "same of an even kernel", dataclasses.replace(even, padding="same")
    yield "the padding it equals", dataclasses.replace(even, padding=(2, 2))
    dilated = Case(None, 1, 2, (9, 10), 3, (4, 4), dilation=(3, 3))
    yield "same of an even kernel, dilated", dataclasses.replace(dilated, padding="same")
    yield "the dilated padding it equals", dataclasses.replace(dilated, padding=(5, 5))
    yield "circular on the axis it is told to (#37844)", Case(2, 1, 2, (4, 7), 3, (1, 3), padding=(0, 1), mode="circular")
    yield "circular on the other axis (#37844)", Case(2, 1, 2, (4, 7), 3, (3, 1), padding=(1, 0), mode="circular")
    yield "circular 1 is not half of it (#20981)", Case(1, 1, 1, (5, 6), 2, (3, 3), padding=(1, 1), mode="circular")
    for mode in MODES:
        even_mode = Case(1, 1, 2, (8, 9), 3, (4, 2), padding="same", dilation=(1, 3), mode=mode)
        yield f"same of an even kernel, {mode}", even_mode


def corners():
    """One shape a trap."""
    for mode in MODES:
        yield "batch 0", Case(0, 1, 3, (5, 7), 4, (3, 2), (1, 2), (1, 1), mode=mode)
        yield "padding as large as it may be", Case(
            1, 1, 2, (4, 6), 3, (3, 4), padding=(3, 5) if mode == "reflect" else (4, 6), mode=mode
        )
        yield "kernel larger than the image", Case(2, 1, 3, (3, 4), 2, (5, 8), padding=(2, 3), mode=mode)
        yield "dilated window larger than the image", Case(1, 2, 4, (4, 5), 6, (3, 2), padding=(3, 2), dilation=(4, 7), mode=mode)
        yield "depthwise, multiplier 3", Case(2, 5, 5, (7, 19), 15, (3, 5), (2, 1), (1, 2), mode=mode)
        yield "depthwise", Case(1, 7, 7, (6, 33), 7, (3, 3), padding=(1, 1), mode=mode)
        yield "padded pointwise", Case(1, 1, 9, (4, 7), 5, padding=(1, 2), mode=mode)
        yield "stride larger than the kernel", Case(1, 1, 3, (13, 17), 4, (2, 3), (5, 4), (1, 2), mode=mode)
    yield "batch 0, depthwise", Case(0, 4, 4, (5, 7), 8, (3, 3), padding=(1, 1))
    yield "batch 0, pointwise", Case(0, 1, 4, (5, 7), 8)
    yield "a single pixel", Case(1, 1, 1, (1, 1), 1, (3, 5), padding=(1, 2))
    yield "padding larger than the kernel", Case(1, 1, 2, (3, 4), 3, (2, 1), (2, 3), (5, 4))
    yield "outputs of padding alone", Case(1, 1, 2, (2, 3), 3, (2, 2), padding=(7, 6), mode="replicate")
    yield "many taps", Case(1, 1, 170, (4, 5), 3, (3, 3), padding=(0, 1), bias=False)
    yield "many output channels", Case(1, 1, 3, (2, 3), 97, (2, 3))
    yield "row vector", Case(1, 1, 2, (1, 65), 3, (1, 7), (1, 2), (0, 3))
    yield "column vector", Case(1, 1, 2, (65, 1), 3, (7, 1), (2, 1), (3, 0))
    yield "odd groups", Case(2, 3, 15, (5, 6), 21, (2, 3), (1, 2), (1, 0), (2, 1))


def generated():
    """For each sort of layer, padding mode and kind of padding some whose other numbers are drawn."""
    random = data.SplittableRandom(2024)
    for sort in ("general", "pointwise", "depthwise"):
        for mode in MODES:
            for kind in ("pair", "same", "valid"):
                for _ in range(PER_COMBINATION):
                    yield sort, legal(random, sort, mode, kind)


def legal(random, sort, mode, kind):
    while True:
        case = drawn(random, sort, mode, kind)
        # A padding mode without padding, and a square of anything, would test less.
        padded = kind != "pair" or max(case.padding) > 0
        if case.is_legal() and padded and case.size[0] != case.size[1] and case.multiply_adds() <= MULTIPLY_ADDS:
            return case


def drawn(random, sort, mode, kind):
    def pair(*values):
        return random.one(values), random.one(values)

    if sort == "depthwise":
        groups, icg, ocg = random.one((2, 3, 5, 8, 17)), 1, random.one((1, 1, 2, 3))
    else:
        groups, icg, ocg = random.one((1, 1, 1, 2, 3)), random.one((1, 2, 3, 5, 8, 17)), random.one((1, 3, 4, 8, 13, 16))
    return Case(
        n=random.one((None, None, 1, 1, 1, 2, 3)),
        groups=groups,
        ic=groups * icg,
        size=pair(1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 24, 31, 33, 49),
        oc=groups * ocg,
        kernel=(1, 1) if sort == "pointwise" else pair(1, 2, 3, 3, 4, 5, 7),
        stride=(1, 1) if kind == "same" else pair(1, 1, 1, 2, 2, 3, 5),
        padding=pair(0, 1, 1, 2, 3, 6) if kind == "pair" else kind,
        dilation=pair(1, 1, 1, 2, 3),
        mode=mode,
        bias=random.one((True, True, False)),
    )
