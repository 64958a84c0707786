// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a picture that is computed on its own.
 *
 * @param core the pixels whose outputs count
 * @param input the core and, as far as there is a picture, the margin that its outputs see
 */
record Tile(Rectangle core, Rectangle input) {
    /** A tile on one axis; ends are exclusive. */
    private record Span(int core, int coreEnd, int input) {}

    /**
     * The tiles of a picture, row by row. Their inputs are all of one size, so that a layer has one plan for them, and their
     * cores cover the picture once.
     *
     * @param side of a core, roughly; those at the border are larger by the margin that they don't need there
     */
    static List<Tile> of(int ih, int iw, int side, int margin) {
        int height = inputSize(ih, side, margin);
        int width = inputSize(iw, side, margin);
        List<Tile> tiles = new ArrayList<>();
        for (Span y : spans(ih, height, margin)) {
            for (Span x : spans(iw, width, margin)) {
                tiles.add(new Tile(
                        new Rectangle(x.core, y.core, x.coreEnd - x.core, y.coreEnd - y.core),
                        new Rectangle(x.input, y.input, width, height)));
            }
        }
        return tiles;
    }

    private static int inputSize(int size, int side, int margin) {
        int most = Math.min(size, side + 2 * margin);
        int count = count(size, most, margin);
        // As many tiles may do with smaller ones.
        return count == 1 ? size : 2 * margin + ceilDiv(size - 2 * margin, count);
    }

    private static int count(int size, int input, int margin) {
        return input == size ? 1 : ceilDiv(size - 2 * margin, input - 2 * margin);
    }

    private static List<Span> spans(int size, int input, int margin) {
        int count = count(size, input, margin);
        List<Span> spans = new ArrayList<>();
        int core = 0;
        for (int i = 0; i < count; i++) {
            int coreEnd = i == count - 1 ? size : start(i + 1, count, size - input) + margin;
            spans.add(new Span(core, coreEnd, start(i, count, size - input)));
            core = coreEnd;
        }
        return spans;
    }

    /** Where the input of a tile begins, if that of the last begins at {@code last}. */
    private static int start(int tile, int count, int last) {
        return count == 1 ? 0 : (int) ((long) last * tile / (count - 1));
    }

    private static int ceilDiv(int a, int b) {
        return (a - 1) / b + 1;
    }
}
