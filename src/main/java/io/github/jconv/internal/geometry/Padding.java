// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.geometry;

import io.github.jconv.PaddingMode;
import java.io.Serializable;

/**
 * How a layer pads: how much on each side, and what each axis reads there.
 *
 * <p>Where a word says how much, the four amounts are 0 and {@link PaddedAxis} works them out.
 *
 * @param repeats whether circular padding may be longer than the image, and go round it more than once
 */
public record Padding(
        PaddingWord word,
        int top,
        int left,
        int bottom,
        int right,
        PaddingMode heightMode,
        PaddingMode widthMode,
        boolean repeats)
        implements Serializable {

    /** PyTorch's: both sides of an axis alike, one mode for both axes. */
    public static Padding of(PaddingWord word, int height, int width, PaddingMode mode) {
        return new Padding(word, height, width, height, width, mode, mode, false);
    }

    /** Whether the amounts are PyTorch's: both sides of an axis alike. */
    public boolean even() {
        return top == bottom && left == right;
    }
}
