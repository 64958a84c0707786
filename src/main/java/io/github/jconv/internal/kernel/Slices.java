// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/** How many slices an image is cut into. A class, as nobody compares it. */
public final class Slices {
    private final int channels;
    private final int pixels;

    public Slices(int channels, int pixels) {
        this.channels = channels;
        this.pixels = pixels;
    }

    /** Cuts of the output channels. */
    public int channels() {
        return channels;
    }

    /** Cuts of the output pixels. */
    public int pixels() {
        return pixels;
    }
}
