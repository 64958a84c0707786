// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.geometry;

import io.github.jconv.PaddingMode;

/**
 * Where a padded index of one axis reads: the only place that tells the padding modes apart.
 *
 * <p>A padded axis has {@code before + size + after} indices; {@code before} is the image's first.
 */
public final class PaddingMap {
    /** The source of a padded index that reads no pixel but 0. */
    public static final int ZERO = -1;

    private PaddingMap() {}

    /**
     * The source index in {@code [0, size)}, or {@link #ZERO}, of each padded index.
     *
     * @param size indices of the image, positive
     */
    public static int[] axis(PaddingMode mode, int size, int before, int after) {
        int[] source = new int[before + size + after];
        for (int i = 0; i < source.length; i++) {
            source[i] = source(mode, size, i - before);
        }
        return source;
    }

    /**
     * The source index, or {@link #ZERO}, of index {@code i} of the image, which may lie outside of it.
     *
     * @param size indices of the image, positive
     */
    public static int source(PaddingMode mode, int size, int i) {
        if (i >= 0 && i < size) {
            return i;
        }
        if (mode == PaddingMode.ZEROS) {
            return ZERO;
        }
        if (mode == PaddingMode.CIRCULAR) {
            return Math.floorMod(i, size);
        }
        if (i < 0) {
            return mode == PaddingMode.REFLECT ? -i : 0;
        }
        return mode == PaddingMode.REFLECT ? 2 * (size - 1) - i : size - 1;
    }
}
