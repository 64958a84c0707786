// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.LayerSpec;

/** Taps of one output channel in the order ic, kh, kw: all, or those of a {@link Region}. */
final class TapList {
    private final int[] offsets;
    private final int[] weightsAt;
    private final boolean inThrees;
    private final int nextTap;
    private final int nextHalf;

    private TapList(int[] offsets, int[] weightsAt, int taps, Streams streams, boolean inThrees) {
        this.offsets = offsets;
        this.weightsAt = weightsAt;
        this.inThrees = inThrees;
        nextTap = streams.floats(1, taps);
        nextHalf = streams.nextHalf(taps);
    }

    /** Where each reads for the region's first output, from the group's first plane. */
    int[] offsets() {
        return offsets;
    }

    /** Where its weights lie, from the first tap's of a packed channel tile; null if taps follow each other. */
    int[] weightsAt() {
        return weightsAt;
    }

    /** Floats from the weights of a tap to those of the next of its three. */
    int nextTap() {
        return nextTap;
    }

    /** Floats from the weights of a tap's first half of channels to those of the second. */
    int nextHalf() {
        return nextHalf;
    }

    /** Whether of each three taps pixels and weights lie side by side: whole kernel rows of three columns, or nine. */
    boolean inThrees() {
        return inThrees;
    }

    /** The same of all taps of a layer. */
    static boolean inThrees(LayerSpec s) {
        return s.kw() % RowEnds.COLUMNS == 0 && (s.sw() | s.dw()) == 1;
    }

    /** All taps, for calls of a register tile. */
    static TapList all(int[] offsets, Tile tile, Streams streams, boolean inThrees) {
        int[] weightsAt = null;
        if (RowKernels.asksForPlaces(tile, inThrees)) {
            weightsAt = new int[offsets.length];
            for (int t = 0; t < weightsAt.length; t++) {
                weightsAt[t] = streams.floats(t, weightsAt.length);
            }
        }
        return new TapList(offsets, weightsAt, offsets.length, streams, inThrees);
    }

    /** Taps that lie {@code step} floats apart. */
    static int[] steps(int taps, int step) {
        int[] offsets = new int[taps];
        for (int t = 0; t < taps; t++) {
            offsets[t] = t * step;
        }
        return offsets;
    }

    int size() {
        return offsets.length;
    }

    /** The taps of a region whose first output reads {@code first} floats behind the first of all. */
    static TapList of(LayerSpec s, int[] offsets, Region region, int first, Streams streams) {
        int[] some = new int[s.icg() * region.tapsPerPlane()];
        int[] weightsAt = new int[some.length];
        int n = 0;
        for (int ic = 0; ic < s.icg(); ic++) {
            for (int kh = region.khFrom(); kh < region.khTo(); kh++) {
                for (int kw = region.kwFrom(); kw < region.kwTo(); kw++, n++) {
                    int tap = (ic * s.kh() + kh) * s.kw() + kw;
                    some[n] = offsets[tap] + first;
                    weightsAt[n] = streams.floats(tap, s.taps());
                }
            }
        }
        boolean inThrees = inThrees(s) && region.kwTo() - region.kwFrom() == s.kw();
        return new TapList(some, weightsAt, s.taps(), streams, inThrees);
    }
}
