# SPDX-License-Identifier: Apache-2.0
"""The floats of a case, the same as io.github.jconv.oracle.Data draws: they are never stored."""

import numpy

MASK = (1 << 64) - 1
GOLDEN_GAMMA = 0x9E3779B97F4A7C15


class SplittableRandom:
    """java.util.SplittableRandom of a seed (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators")."""

    def __init__(self, seed):
        self._seed = seed & MASK

    def _next(self):
        self._seed = (self._seed + GOLDEN_GAMMA) & MASK
        return self._seed

    def _long(self):
        z = self._next()
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def _int(self):
        z = self._next()
        z = ((z ^ (z >> 33)) * 0x62A9D9ED799705F5) & MASK
        return (((z ^ (z >> 28)) * 0xCB24D0A5C88C35B3) & MASK) >> 32

    def double(self):
        """nextDouble()"""
        return (self._long() >> 11) * 2.0**-53

    def between(self, origin, bound):
        """nextInt(origin, bound)"""
        n = bound - origin
        r = self._int()
        if n & (n - 1) == 0:
            return origin + (r & (n - 1))
        u = r >> 1
        while u + (n - 1) - u % n >= 1 << 31:
            u = self._int() >> 1
        return origin + u % n

    def one(self, values):
        """One of a list."""
        return values[self.between(0, len(values))]


def values(kind, length, seed):
    """Data.REAL or Data.INT: an array of float32."""
    random = SplittableRandom(seed)
    if kind == "int":
        return numpy.array([random.between(-4, 5) for _ in range(length)], dtype=numpy.float32)
    drawn = numpy.array([(2 * random.double() - 1, random.between(-4, 5)) for _ in range(length)]).reshape(length, 2)
    return numpy.ldexp(drawn[:, 0].astype(numpy.float32), drawn[:, 1].astype(numpy.int32))
