// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/**
 * The streams that the weights of a packed channel tile lie in, as {@link WeightPacker} draws them.
 *
 * @param channels of a tile
 * @param width of them that lie side by side
 * @param turns streams in which taps take turns; they divide a layer's taps
 */
record Streams(int channels, int width, int turns) {
    /** All weights of a tap, tap after tap. */
    static Streams one(int channels) {
        return new Streams(channels, channels, 1);
    }

    boolean isOne() {
        return width == channels && turns == 1;
    }

    /** The place of one of {@code taps} among all. */
    int place(int tap, int taps) {
        return tap % turns * (taps / turns) + tap / turns;
    }

    /** Floats from the weights of the first tap to those of another. */
    int floats(int tap, int taps) {
        return place(tap, taps) * width;
    }

    /** Floats from the weights of the first half of channels to those of the second. */
    int nextHalf(int taps) {
        return width < channels ? taps * width : channels / 2;
    }
}
