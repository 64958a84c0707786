// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.LayerSpec;

/** Taps of one output channel in the order ic, kh, kw: all, or those of a {@link Region}. */
final class TapList {
    private final int[] offsets;
    private final int[] weightsAt;
    private final boolean inThrees;
    private final int nextVector;

    private TapList(int[] offsets, int[] weightsAt, int nextVector, boolean inThrees) {
        this.offsets = offsets;
        this.weightsAt = weightsAt;
        this.nextVector = nextVector;
        this.inThrees = inThrees;
    }

    /** Where each reads for the region's first output, from the group's first plane. */
    int[] offsets() {
        return offsets;
    }

    /** Where its weights lie, from the first tap's of a packed channel tile; null if taps follow each other. */
    int[] weightsAt() {
        return weightsAt;
    }

    /** Floats from a tap's first vector of weights to its second, where taps follow each other. */
    int nextVector() {
        return nextVector;
    }

    /** Whether of each three taps pixels and weights lie side by side: whole kernel rows of three columns, or nine. */
    boolean inThrees() {
        return inThrees;
    }

    /** The same of all taps of a layer. */
    static boolean inThrees(LayerSpec s) {
        return s.kw() % RowEnds.COLUMNS == 0 && (s.sw() | s.dw()) == 1;
    }

    /** Taps that stay together in {@link WeightPacker#place streams}. */
    static int together(LayerSpec s) {
        return inThrees(s) ? RowEnds.COLUMNS : 1;
    }

    /**
     * All taps, for calls of a register tile with channel tiles of {@code channels} floats, of which {@code width} lie side by side
     * and all taps in {@code streams}.
     */
    static TapList all(int[] offsets, Tile tile, int channels, boolean inThrees, int width, int streams) {
        int[] weightsAt = null;
        if (streams > 1 || RowKernels.asksForPlaces(tile, inThrees)) {
            int together = inThrees ? RowEnds.COLUMNS : 1;
            weightsAt = new int[offsets.length];
            for (int t = 0; t < weightsAt.length; t++) {
                weightsAt[t] = WeightPacker.place(t, weightsAt.length, together, streams) * channels;
            }
        }
        int lanes = channels / tile.vectors();
        return new TapList(offsets, weightsAt, width < channels ? offsets.length * lanes : lanes, inThrees);
    }

    int size() {
        return offsets.length;
    }

    /**
     * The taps of a region whose first output reads {@code first} floats behind the first of all, for channel tiles of
     * {@code channels} floats side by side, all taps in {@code streams}.
     */
    static TapList of(LayerSpec s, int[] offsets, Region region, int first, int channels, int streams) {
        int[] some = new int[s.icg() * region.tapsPerPlane()];
        int[] weightsAt = new int[some.length];
        int n = 0;
        for (int ic = 0; ic < s.icg(); ic++) {
            for (int kh = region.khFrom(); kh < region.khTo(); kh++) {
                for (int kw = region.kwFrom(); kw < region.kwTo(); kw++, n++) {
                    int tap = (ic * s.kh() + kh) * s.kw() + kw;
                    some[n] = offsets[tap] + first;
                    weightsAt[n] = WeightPacker.place(tap, s.taps(), together(s), streams) * channels;
                }
            }
        }
        return new TapList(some, weightsAt, 0, inThrees(s) && region.kwTo() - region.kwFrom() == s.kw());
    }
}
