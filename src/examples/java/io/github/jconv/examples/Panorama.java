// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.examples;

import io.github.jconv.Conv2d;
import io.github.jconv.PaddingMode;

/** Blurs a panorama of 360 degrees without a seam: its left edge goes on at its right one, its top ends. */
final class Panorama {
    private static final int COLOURS = 3;

    // spotless:off
    // @start region="panorama"
    private final Conv2d down = Conv2d.builder()
            .inChannels(COLOURS).outChannels(COLOURS).groups(COLOURS)
            .kernelSize(3, 1).padding(1, 0).paddingMode(PaddingMode.REPLICATE)
            .weight(binomial()).bias(false)
            .build();

    private final Conv2d across = Conv2d.builder()
            .inChannels(COLOURS).outChannels(COLOURS).groups(COLOURS)
            .kernelSize(1, 3).padding(0, 1).paddingMode(PaddingMode.CIRCULAR)
            .weight(binomial()).bias(false)
            .build();

    /** The panorama, (3, height, width), blurred. */
    float[] blurred(float[] panorama, int height, int width) {
        float[] rows = down.forward(panorama, COLOURS, height, width);
        return across.forward(rows, COLOURS, height, width);
    }

    private static float[] binomial() {
        return new float[] {0.25f, 0.5f, 0.25f, 0.25f, 0.5f, 0.25f, 0.25f, 0.5f, 0.25f};
    }
    // @end
    // spotless:on
}
