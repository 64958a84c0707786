// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TileTest {
    @Property(tries = 500)
    void coresCoverThePictureOnceAndInputsTheirMargins(
            @ForAll @IntRange(min = 1, max = 90) int ih,
            @ForAll @IntRange(min = 1, max = 90) int iw,
            @ForAll @IntRange(min = 1, max = 40) int side,
            @ForAll @IntRange(max = 12) int margin) {
        Rectangle picture = new Rectangle(iw, ih);
        int[] covered = new int[ih * iw];
        List<Tile> tiles = Tile.of(ih, iw, side, margin);
        Dimension size = tiles.get(0).input().getSize();
        assertTrue(size.width <= side + 2 * margin && size.height <= side + 2 * margin, size::toString);
        for (Tile tile : tiles) {
            assertEquals(size, tile.input().getSize());
            assertTrue(picture.contains(tile.input()), tile::toString);
            Rectangle seen = new Rectangle(tile.core());
            seen.grow(margin, margin);
            assertTrue(tile.input().contains(seen.intersection(picture)), tile::toString);
            for (int i = 0; i < ih * iw; i++) {
                covered[i] += tile.core().contains(i % iw, i / iw) ? 1 : 0;
            }
        }
        for (int count : covered) {
            assertEquals(1, count);
        }
    }

    @Example
    void aSmallPictureIsOneTile() {
        Rectangle all = new Rectangle(276, 20);
        assertEquals(List.of(new Tile(all, all)), Tile.of(20, 276, 256, 10));
        assertEquals(2, Tile.of(20, 277, 256, 10).size());
    }

    /** Neither a long list nor an overflow. */
    @Example
    void aHugePictureIsCutToo() {
        List<Tile> tiles = Tile.of(1, Integer.MAX_VALUE, 1 << 30, 10);
        assertEquals(2, tiles.size());
        Rectangle last = tiles.get(1).core();
        assertEquals(Integer.MAX_VALUE, last.x + last.width);
    }
}
