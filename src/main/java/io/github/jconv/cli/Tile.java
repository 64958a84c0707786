package io.github.jconv.cli;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a picture that is computed on its own.
 *
 * @param core the pixels whose outputs count
 * @param input the core and the margin that its outputs see, as far as there is a picture
 */
record Tile(Rectangle core, Rectangle input) {
    /** The tiles of a picture, row by row, about as large as each other and none with a side above {@code side}. */
    static List<Tile> of(int ih, int iw, int side, int margin) {
        Rectangle picture = new Rectangle(iw, ih);
        int rows = ceilDiv(ih, side);
        int columns = ceilDiv(iw, side);
        List<Tile> tiles = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int top = cut(ih, row, rows);
            int height = cut(ih, row + 1, rows) - top;
            for (int column = 0; column < columns; column++) {
                int left = cut(iw, column, columns);
                Rectangle core = new Rectangle(left, top, cut(iw, column + 1, columns) - left, height);
                Rectangle input = new Rectangle(core);
                input.grow(margin, margin);
                tiles.add(new Tile(core, input.intersection(picture)));
            }
        }
        return tiles;
    }

    private static int cut(int size, int part, int parts) {
        return (int) ((long) size * part / parts);
    }

    private static int ceilDiv(int a, int b) {
        return (a - 1) / b + 1;
    }
}
