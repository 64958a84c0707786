// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/** The streams that the weights of a packed channel tile lie in, as {@link WeightPacker} draws them. */
final class Streams {
    private final int channels;
    private final int width;
    private final int turns;

    /**
     * Those of a tile.
     *
     * @param channels of a tile
     * @param width of them that lie side by side
     * @param turns streams in which taps take turns; they divide a layer's taps
     */
    Streams(int channels, int width, int turns) {
        this.channels = channels;
        this.width = width;
        this.turns = turns;
    }

    /** All weights of a tap, tap after tap. */
    static Streams one(int channels) {
        return new Streams(channels, channels, 1);
    }

    boolean isOne() {
        return width == channels && turns == 1;
    }

    int channels() {
        return channels;
    }

    int width() {
        return width;
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
