// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.examples;

import io.github.jconv.Conv2d;
import io.github.jconv.PaddingMode;
import java.awt.image.BufferedImage;

/** Sharpens a picture: one 3x3 kernel for red, green and blue each. */
final class ImageFilter {
    private static final int COLOURS = 3;

    // spotless:off
    // @start region="filter"
    private final Conv2d sharpen = Conv2d.builder()
            .inChannels(COLOURS).outChannels(COLOURS).groups(COLOURS)
            .kernelSize(3).padding(1).paddingMode(PaddingMode.REFLECT)
            .weight(new float[] {
                0, -1, 0, -1, 5, -1, 0, -1, 0,
                0, -1, 0, -1, 5, -1, 0, -1, 0,
                0, -1, 0, -1, 5, -1, 0, -1, 0,
            })
            .bias(false)
            .build();

    BufferedImage sharpened(BufferedImage image) {
        int height = image.getHeight();
        int width = image.getWidth();
        return image(sharpen.forward(planes(image), COLOURS, height, width), height, width);
    }

    /** Red, green and blue as planes of (3, height, width), from 0 to 255. */
    private static float[] planes(BufferedImage image) {
        int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        float[] planes = new float[COLOURS * rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            planes[i] = rgb[i] >> 16 & 255;
            planes[rgb.length + i] = rgb[i] >> 8 & 255;
            planes[2 * rgb.length + i] = rgb[i] & 255;
        }
        return planes;
    }

    private static BufferedImage image(float[] planes, int height, int width) {
        int pixels = height * width;
        int[] rgb = new int[pixels];
        for (int i = 0; i < pixels; i++) {
            rgb[i] = level(planes[i]) << 16 | level(planes[pixels + i]) << 8 | level(planes[2 * pixels + i]);
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, rgb, 0, width);
        return image;
    }

    private static int level(float value) {
        return Math.max(0, Math.min(255, Math.round(value)));
    }
    // @end
    // spotless:on
}
