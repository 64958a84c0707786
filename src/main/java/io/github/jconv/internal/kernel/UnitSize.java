// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;

/** What the units of a {@link Layout} are in the output. A class, as nobody compares it. */
final class UnitSize {
    private final int channels;
    private final int pixels;

    /** The runs of pixels that units cut; a run's last unit may have fewer, and read what is before it. */
    private final Runs runs;

    UnitSize(int channels, int pixels, Runs runs) {
        this.channels = channels;
        this.pixels = pixels;
        this.runs = runs;
    }

    /** Output channels of a channel unit, but for the last ones: {@link Units#whole}; a group's last unit may have fewer. */
    int channels() {
        return channels;
    }

    /** Output pixels of a pixel unit, or whole rows of which a strip is computed. */
    int pixels() {
        return pixels;
    }

    /** The first output pixel of a unit, or behind the last one the plane's end. */
    int firstPixel(int unit) {
        return runs.firstPixel(unit, pixels);
    }

    /** The first output pixel whose input units {@code [p, pEnd)} may read. */
    int firstRead(int p, int pEnd) {
        return Math.min(firstPixel(p), Math.max(0, firstPixel(pEnd) - pixels));
    }

    /** Output rows that so many pixels lie in at most. */
    static long rows(Geometry g, long pixels) {
        return Math.min(g.oh(), (pixels + g.ow() - 2) / g.ow() + 1);
    }
}
