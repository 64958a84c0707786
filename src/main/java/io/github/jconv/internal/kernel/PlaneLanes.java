// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.PaddingMap;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Which lanes the taps of {@link DensePlanes3x3} come from: rows are whole in their vectors, padding is one of their lanes. */
final class PlaneLanes {
    private static final int L = FloatVector.SPECIES_PREFERRED.length();

    /** Columns of an output plane. */
    private static final int W = L / 2 - 1;

    /** All bits of the lanes to keep: not the last, which serves as a padding of zeros; and, from index L on, all. */
    static final int[] KEPT = kept();

    /** The lanes of taps 0 and 2 of two rows, one after the other, for each padding mode. */
    static final int[] TAP_0 = besides(-1);

    static final int[] TAP_2 = besides(1);

    /** Stride 2: of a row's columns in lanes of one parity and another's in those of the other, taps of packed outputs. */
    static final int[] EVERY_SECOND_0 = everySecond();

    private PlaneLanes() {}

    private static int[] kept() {
        int[] kept = new int[2 * L];
        Arrays.fill(kept, -1);
        kept[L - 1] = 0;
        return kept;
    }

    private static int[] besides(int shift) {
        int[] lanes = new int[PaddingMode.values().length * L];
        Arrays.fill(lanes, L - 1);
        for (PaddingMode mode : PaddingMode.values()) {
            for (int lane = 0; lane < 2 * W; lane++) {
                int column = PaddingMap.source(mode, W, lane % W + shift);
                if (column != PaddingMap.ZERO) {
                    lanes[mode.ordinal() * L + lane] = lane / W * W + column;
                }
            }
        }
        return lanes;
    }

    /** Tap 0: odd columns lie in odd lanes of the first row and, from lane 2 on, in even ones of the second. */
    private static int[] everySecond() {
        int[] lanes = new int[PaddingMode.values().length * L];
        Arrays.fill(lanes, L - 1);
        for (PaddingMode mode : PaddingMode.values()) {
            for (int lane = 0; lane < 2 * W; lane++) {
                int column = PaddingMap.source(mode, 2 * W, 2 * (lane % W) - 1);
                // That of replicated padding is even, and follows later.
                if (column % 2 == 1) {
                    lanes[mode.ordinal() * L + lane] = lane < W ? column : column + 1;
                }
            }
        }
        return lanes;
    }
}
