// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/** Cuts a number of things into units of a size, the last of which may not be full. */
final class Units {
    /** Of the tile that {@link SmallMicroKernels} completes. */
    private static final int SIX = 6;

    private Units() {}

    /** Units that hold {@code count} things; in long, for {@code count} may be near 2^31. */
    static int of(int count, int size) {
        return (int) (((long) count + size - 1) / size);
    }

    /**
     * How many of the units, which are the first ones, are whole: of those of six the last ones hold four where that is enough,
     * for there is a tile of four.
     */
    static int whole(int count, int size) {
        int units = of(count, size);
        return size == SIX ? units - Math.min(units, (units * size - count) / 2) : units;
    }

    /** The first thing of a unit, where so many are whole. */
    static int start(int unit, int size, int whole) {
        return unit * size - 2 * Math.max(0, unit - whole);
    }
}
