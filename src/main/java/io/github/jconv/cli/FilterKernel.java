// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

/**
 * A kernel for pictures.
 *
 * @param kh its rows
 * @param kw its columns
 * @param taps row-major
 * @param finish how a response becomes a level of a colour
 */
record FilterKernel(int kh, int kw, float[] taps, Finish finish) {
    /** How a response becomes a level of a colour, 0..255. */
    enum Finish {
        /** As it is: for kernels that keep the brightness. */
        PLAIN,
        /** The strength of the response: for edges, of which half would else be black. */
        ABSOLUTE,
        /** Around middle grey: for a relief, whose light and shadow both matter. */
        GREY;

        /** The level of {@code response}, rounded half to even and clamped. */
        int level(float response) {
            float value = switch (this) {
                case PLAIN -> response;
                case ABSOLUTE -> Math.abs(response);
                case GREY -> response + 128;
            };
            return (int) Math.min(255, Math.max(0, Math.rint(value)));
        }
    }

    static FilterKernel of3x3(Finish finish, float... taps) {
        return new FilterKernel(3, 3, taps, finish);
    }

    /** The taps for a depthwise layer: once for every channel. */
    float[] repeated(int channels) {
        float[] weight = new float[channels * taps.length];
        for (int c = 0; c < channels; c++) {
            System.arraycopy(taps, 0, weight, c * taps.length, taps.length);
        }
        return weight;
    }
}
