// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;

/**
 * The operands of one call of loops of dense 3x3 depthwise kernels, {@link Dense3x3} and those beside it: an object, so that
 * each has a name. A loop reads them once, into locals.
 */
final class DenseRun {
    /** Array of the first input row of a block, {@code topAt} the index of its first column. */
    float[] top;

    int topAt;

    /** Array of the input rows that follow, {@code pitch} floats apart, the first at {@code at}. */
    float[] x;

    int at;
    int pitch;

    /** Array of the last input row. */
    float[] bottom;

    int bottomAt;

    /**
     * Masks of tap 0, then of tap 2: true where a lane is beside the image, of the output's lanes unless the stride is 2 and
     * {@link #widthMode} zeros. Those of a vector at the left end are at index
     * {@code left}, at the right end at {@code right}, at both at the sum, of others at 0.
     */
    boolean[] masks;

    int left;
    int right;

    /**
     * The lanes that taps 0 and 2 of a row's ends come from; of {@link EverySecond3x3#ends} those of all taps, from index
     * {@code tapsAt} on, where 0 are the first vector's.
     */
    int[] taps;

    int tapsAt;

    /** The lane, or -1, that is of another column of the row, and the floats from the first load to that column. */
    int farLane;

    int farAt;

    /** What is left and right of the image. */
    PaddingMode widthMode;

    /** Output rows. */
    int rows;

    /** Outputs of a row; fewer than a vector has are a vector all the same. */
    int columns;

    /** Output channels, and the floats from one's plane to the next: an array that is not {@link #x} serves all. */
    int channels;

    int xStep;
    int yStep;

    /** Weights and biases of all channels, of which {@code oc} is the first. */
    float[] w;

    float[] bias;
    int oc;

    /** Output channels of an input channel. */
    int multiplier;

    float[] y;
    int yo;
    int yPitch;

    /** Of {@link DenseEnds3x3#stride1}, where the last vector of each row goes. */
    float[] z;

    int zo;
    int zPitch;

    /** Whether what lies behind a row is kept: the next row's first output, computed before. */
    boolean keeps;

    /** Where the last vector of the last row goes that would write behind it. */
    float[] corner;

    int cornerAt;

    /** Lets go of all arrays. */
    void clear() {
        top = null;
        x = null;
        bottom = null;
        masks = null;
        taps = null;
        w = null;
        bias = null;
        y = null;
        z = null;
        corner = null;
    }
}
