// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.pictures;

import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dBuilder;
import io.github.jconv.PaddingMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Draws what padding modes, dilation, stride and groups do, from what layers give: nothing in a picture is said by this
 * program, but where it stands. {@code main} writes the pictures of the documents.
 */
final class ParameterPictures {
    static final Path FOLDER = Path.of("docs/images");

    private static final int CELL = 28;
    private static final int MARGIN = 16;
    private static final int TITLE = 34;
    private static final String PLAIN = "#d7dce2";
    private static final String SEEN = "#f0a35e";
    private static final String OUTPUT = "#7fb2e5";

    private ParameterPictures() {}

    public static void main(String[] args) throws IOException {
        for (Map.Entry<String, String> picture : all().entrySet()) {
            Files.writeString(FOLDER.resolve(picture.getKey()), picture.getValue());
        }
    }

    /** File name to content. */
    static Map<String, String> all() {
        Map<String, String> pictures = new LinkedHashMap<>();
        pictures.put("padding-modes.svg", paddingModes());
        pictures.put("dilation.svg", dilation());
        pictures.put("stride.svg", stride());
        pictures.put("groups.svg", groups());
        return pictures;
    }

    /** A 1x1 kernel of weight 1 gives the padded image itself. */
    private static String paddingModes() {
        int size = 4;
        int padding = 3;
        int padded = size + 2 * padding;
        Svg svg = new Svg();
        for (PaddingMode mode : PaddingMode.values()) {
            float[] y = single(1)
                    .padding(padding)
                    .paddingMode(mode)
                    .weight(new float[] {1})
                    .build()
                    .forward(counted(size), 1, size, size);
            int left = MARGIN + mode.ordinal() % 2 * (padded * CELL + 2 * MARGIN);
            int top = TITLE + mode.ordinal() / 2 * (padded * CELL + TITLE + MARGIN);
            svg.title(left, top - 10, mode.torchName());
            for (int i = 0; i < y.length; i++) {
                int number = Math.round(y[i]);
                svg.cell(left + i % padded * CELL, top + i / padded * CELL, CELL, shade(number, size), "" + number);
            }
            svg.frame(left + padding * CELL, top + padding * CELL, size * CELL, size * CELL);
        }
        return svg.document(
                "An image of 4 x 4 pixels, framed, and 3 pixels of padding in each of the four modes", MARGIN);
    }

    /** Which pixels an output sees: those it changes with. */
    private static String dilation() {
        int size = 9;
        Svg svg = new Svg();
        for (int dilation = 1; dilation <= 4; dilation++) {
            Conv2d conv =
                    single(3).padding("same").dilation(dilation).weight(ones(9)).build();
            int left = MARGIN + (dilation - 1) * (size * CELL + 2 * MARGIN);
            svg.title(left, TITLE - 10, "dilation " + dilation);
            int middle = size * size / 2;
            for (int i = 0; i < size * size; i++) {
                float[] x = new float[size * size];
                x[i] = 1;
                boolean seen = conv.forward(x, 1, size, size)[middle] != 0;
                svg.cell(left + i % size * CELL, TITLE + i / size * CELL, CELL, seen ? SEEN : PLAIN, "");
            }
            svg.frame(left + middle % size * CELL, TITLE + middle / size * CELL, CELL, CELL);
        }
        return svg.document("The pixels that the output in the middle, framed, sees through a 3 x 3 kernel", MARGIN);
    }

    /** A 3x3 kernel that picks the pixel in its middle tells where each output looks. */
    private static String stride() {
        int size = 7;
        Svg svg = new Svg();
        for (int stride = 1; stride <= 3; stride++) {
            Conv2d conv = single(3)
                    .padding(1)
                    .stride(stride)
                    .weight(new float[] {0, 0, 0, 0, 1, 0, 0, 0, 0})
                    .build();
            float[] y = conv.forward(counted(size), 1, size, size);
            int wide = conv.outputShape(1, size, size)[2];
            int left = MARGIN + (stride - 1) * (size * CELL + 2 * MARGIN);
            svg.title(left, TITLE - 10, "stride " + stride);
            for (int i = 0; i < size * size; i++) {
                boolean looked = contains(y, i + 1);
                svg.cell(
                        left + i % size * CELL,
                        TITLE + i / size * CELL,
                        CELL,
                        looked ? SEEN : PLAIN,
                        String.valueOf(i + 1));
            }
            int top = TITLE + size * CELL + TITLE;
            svg.title(left, top - 10, "output, " + y.length / wide + " x " + wide);
            for (int i = 0; i < y.length; i++) {
                svg.cell(left + i % wide * CELL, top + i / wide * CELL, CELL, OUTPUT, "" + Math.round(y[i]));
            }
        }
        return svg.document("The pixels that the middle of a padded 3 x 3 kernel stops at, and the output", MARGIN);
    }

    /** Which output channels change with an input channel. */
    private static String groups() {
        int[][] channelsAndGroups = {{4, 4, 1}, {4, 4, 2}, {4, 4, 4}, {4, 8, 4}};
        int gap = 3 * CELL;
        Svg svg = new Svg();
        int left = MARGIN;
        for (int[] layer : channelsAndGroups) {
            int ins = layer[0];
            int outs = layer[1];
            Conv2d conv = Conv2d.builder()
                    .inChannels(ins)
                    .outChannels(outs)
                    .groups(layer[2])
                    .kernelSize(1)
                    .weight(ones(outs * ins / layer[2]))
                    .bias(false)
                    .build();
            svg.title(left, TITLE - 10, ins + " to " + outs + ", groups " + layer[2]);
            int outTop = TITLE + CELL + gap;
            int step = CELL + 6;
            int inLeft = left + (outs - ins) * step / 2;
            for (int in = 0; in < ins; in++) {
                float[] x = new float[ins];
                x[in] = 1;
                float[] y = conv.forward(x, ins, 1, 1);
                for (int out = 0; out < outs; out++) {
                    if (y[out] != 0) {
                        int from = inLeft + in * step + CELL / 2;
                        svg.line(from, TITLE + CELL, left + out * step + CELL / 2, outTop, "#8a94a0");
                    }
                }
                svg.cell(inLeft + in * step, TITLE, CELL, SEEN, "" + in);
            }
            for (int out = 0; out < outs; out++) {
                svg.cell(left + out * step, outTop, CELL, OUTPUT, "" + out);
            }
            left += outs * step + 3 * MARGIN;
        }
        return svg.document("Which output channels, below, read which input channels, above", MARGIN);
    }

    private static Conv2dBuilder single(int kernelSize) {
        return Conv2d.builder()
                .inChannels(1)
                .outChannels(1)
                .kernelSize(kernelSize)
                .bias(false);
    }

    /** Pixels 1, 2, 3 and so on. */
    private static float[] counted(int size) {
        float[] image = new float[size * size];
        for (int i = 0; i < image.length; i++) {
            image[i] = i + 1;
        }
        return image;
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static boolean contains(float[] values, float wanted) {
        for (float value : values) {
            if (value == wanted) {
                return true;
            }
        }
        return false;
    }

    /** A colour for each pixel of {@link #counted}: its row a hue, its column a lightness; grey for 0. */
    private static String shade(int number, int size) {
        if (number == 0) {
            return PLAIN;
        }
        int hue = 40 + (number - 1) / size * 70;
        int light = 88 - (number - 1) % size * 7;
        return "hsl(" + hue + ",65%," + light + "%)";
    }
}
