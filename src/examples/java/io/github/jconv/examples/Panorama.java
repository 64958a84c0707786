// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.examples;

import io.github.jconv.Conv2d;
import io.github.jconv.PaddingMode;

/** Blurs a panorama of 360 degrees without a seam: its left edge goes on at its right one, its top ends. */
final class Panorama {
    private static final int COLOURS = 3;

    // spotless:off
    // @start region="panorama"
    private final Conv2d blur = Conv2d.builder()
            .inChannels(COLOURS).outChannels(COLOURS).groups(COLOURS)
            .kernelSize(3).padding(1)
            .paddingMode(PaddingMode.REPLICATE, PaddingMode.CIRCULAR) // of height, of width
            .weight(binomial()).bias(false)
            .build();

    /** The panorama, (3, height, width), blurred. */
    float[] blurred(float[] panorama, int height, int width) {
        return blur.forward(panorama, COLOURS, height, width);
    }

    private static float[] binomial() {
        float[] weight = new float[COLOURS * 9];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (2 - Math.abs(i / 3 % 3 - 1)) * (2 - Math.abs(i % 3 - 1)) / 16f;
        }
        return weight;
    }
    // @end
    // spotless:on
}
