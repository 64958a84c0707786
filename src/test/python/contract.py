# SPDX-License-Identifier: Apache-2.0
"""jconv's exactness contract (docs/numerics.md) in numpy: from the bias, one fused multiply-add a tap, ic, kh, kw."""

import numpy
import torch


def forward(case, x, w, b):
    """The float32 output, to the bit."""
    images = x.reshape(-1, *x.shape[-3:])
    planes = padded(case, images)
    n = planes.shape[0]
    g, icg, ocg = case.groups, case.ic // case.groups, case.oc // case.groups
    planes = planes.reshape(n, g, icg, *planes.shape[2:])
    weights = w.reshape(g, ocg, icg, *case.kernel)
    oh, ow = case.output()
    sum_ = numpy.zeros((n, g, ocg, oh, ow), numpy.float32)
    if b is not None:
        sum_ += b.reshape(1, g, ocg, 1, 1)
    for ic in range(icg):
        for kh in range(case.kernel[0]):
            for kw in range(case.kernel[1]):
                rows = slice(kh * case.dilation[0], None, case.stride[0])
                columns = slice(kw * case.dilation[1], None, case.stride[1])
                taps = planes[:, :, ic, rows, columns][:, :, None, :oh, :ow]
                sum_ = fma(weights[None, :, :, ic, kh, kw, None, None], taps, sum_)
    return sum_.reshape(*x.shape[:-3], case.oc, oh, ow)


def padded(case, images):
    (top, bottom), (left, right) = case.sides()
    if images.size == 0:
        return numpy.zeros((0, case.ic, case.size[0] + top + bottom, case.size[1] + left + right), numpy.float32)
    mode = "constant" if case.mode == "zeros" else case.mode
    return torch.nn.functional.pad(torch.from_numpy(images), (left, right, top, bottom), mode).numpy()


def fma(a, b, c):
    """a * b + c of float32 rounded once, where nothing overflows or is subnormal.

    The product is exact in float64. So is the sum, as a float64 and its error (Knuth's two-sum); rounded to odd, it
    rounds to float32 as the exact sum does (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums").
    """
    p = a.astype(numpy.float64) * b
    c = c.astype(numpy.float64)
    s = p + c
    t = s - p
    error = (p - (s - t)) + (c - t)
    even = s.view(numpy.int64) & 1 == 0
    odd = numpy.nextafter(s, numpy.copysign(numpy.inf, error))
    return numpy.where((error != 0) & even, odd, s).astype(numpy.float32)
