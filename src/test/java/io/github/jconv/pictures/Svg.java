// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.pictures;

import java.util.Locale;

/** A picture of squares, lines and words, in whole pixels: the same text from the same calls. */
final class Svg {
    private final StringBuilder shapes = new StringBuilder();
    private int width;
    private int height;

    /** A square with a number or word in it. */
    Svg cell(int x, int y, int size, String fill, String text) {
        shapes.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" stroke=\"#ffffff\"/>%n",
                x,
                y,
                size,
                size,
                fill));
        grow(x + size, y + size);
        return text.isEmpty() ? this : text(x + size / 2, y + size / 2 + 4, "middle", 11, text);
    }

    /** The outline of a rectangle. */
    Svg frame(int x, int y, int wide, int high) {
        shapes.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#202020\" stroke-width=\"2\"/>%n",
                x,
                y,
                wide,
                high));
        grow(x + wide, y + high);
        return this;
    }

    Svg line(int x1, int y1, int x2, int y2, String stroke) {
        shapes.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"/>%n",
                x1,
                y1,
                x2,
                y2,
                stroke));
        grow(Math.max(x1, x2), Math.max(y1, y2));
        return this;
    }

    /** What stands over a part of the picture, from {@code x} on. */
    Svg title(int x, int y, String text) {
        return text(x, y, "start", 13, text);
    }

    private Svg text(int x, int y, String anchor, int size, String text) {
        shapes.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-size=\"%d\">%s</text>%n",
                x,
                y,
                anchor,
                size,
                text));
        return this;
    }

    private void grow(int right, int bottom) {
        width = Math.max(width, right);
        height = Math.max(height, bottom);
    }

    /** The document; {@code margin} pixels are left at the right and the bottom. */
    String document(String description, int margin) {
        int w = width + margin;
        int h = height + margin;
        String head = String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" fill=\"#202020\">%n<title>%s</title>%n"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n",
                w,
                h,
                w,
                h,
                description,
                w,
                h);
        return (head + shapes + "</svg>\n").replace(System.lineSeparator(), "\n");
    }
}
