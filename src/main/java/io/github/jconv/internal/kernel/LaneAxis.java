// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/** Which axis the lanes of a vector run along. */
public enum LaneAxis {
    /** A vector is a run of output pixels, weights are broadcast: outputs go straight to NCHW. */
    PIXELS,
    /** As {@code PIXELS}, the panel gathered by the first tile of channels, beside its multiply-adds. */
    FUSED,
    /** A vector is a run of output channels, pixels are broadcast: no lane is idle where a plane has few pixels. */
    CHANNELS,
    /** As {@code CHANNELS}, with pixels read where they lie: tiles are runs of a row's pixels. */
    ROWS,
    /** As {@code ROWS}, with pixels read from the image itself, and none beside it. */
    IMAGE_ROWS,
    /** As {@code CHANNELS}, region by region: taps in the padding are left out. */
    REGIONS,
    /** As {@code PIXELS}, with pixels of two rows read where they lie. */
    PAIRS,
    /** As {@code PIXELS}, with pixels of a row read where they lie. */
    RUNS;

    /** Whether a vector is a run of pixels, else of channels. */
    public boolean alongPixels() {
        return ofPanels() || this == PAIRS || this == RUNS;
    }

    /** Whether a vector is a run of pixels that were gathered. */
    boolean ofPanels() {
        return this == PIXELS || this == FUSED;
    }

    /** Whether tiles are runs of a row's pixels, and vectors of channels. */
    public boolean alongRows() {
        return this == ROWS || this == IMAGE_ROWS;
    }
}
