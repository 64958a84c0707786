// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** How pieces are shared out. */
class PiecesTest {
    @Test
    void partsCoverAllUnitsOnceAndEvenly() {
        for (int units = 0; units <= 60; units++) {
            for (int parts = 1; parts <= 60; parts++) {
                check(units, parts);
            }
        }
    }

    @Test
    void manyUnitsDoNotOverflow() {
        int units = Integer.MAX_VALUE;
        assertEquals(units, Pieces.start(units, 60_000, 60_000));
        assertEquals((long) units * 59_999 / 60_000, Pieces.start(units, 60_000, 59_999));
    }

    private static void check(int units, int parts) {
        String name = units + " units in " + parts + " parts";
        assertEquals(0, Pieces.start(units, parts, 0), name);
        assertEquals(units, Pieces.start(units, parts, parts), name);
        for (int part = 0; part < parts; part++) {
            int length = Pieces.start(units, parts, part + 1) - Pieces.start(units, parts, part);
            assertTrue(length == units / parts || length == (units + parts - 1) / parts, name);
        }
    }
}
