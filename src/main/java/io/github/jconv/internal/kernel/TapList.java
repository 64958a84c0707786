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

    private TapList(int[] offsets, int[] weightsAt, int taps, int channels, int width, int streams, boolean inThrees) {
        this.offsets = offsets;
        this.weightsAt = weightsAt;
        this.inThrees = inThrees;
        nextTap = WeightPacker.place(1, taps, streams) * width;
        nextHalf = width < channels ? taps * width : channels / 2;
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

    /**
     * All taps, for calls of a register tile with channel tiles of {@code channels} floats, of which {@code width} lie side by side
     * and all taps in {@code streams}.
     */
    static TapList all(int[] offsets, Tile tile, int channels, boolean inThrees, int width, int streams) {
        int[] weightsAt = null;
        if (RowKernels.asksForPlaces(tile, inThrees)) {
            weightsAt = new int[offsets.length];
            for (int t = 0; t < weightsAt.length; t++) {
                weightsAt[t] = WeightPacker.place(t, weightsAt.length, streams) * width;
            }
        }
        return new TapList(offsets, weightsAt, offsets.length, channels, width, streams, inThrees);
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

    /**
     * The taps of a region whose first output reads {@code first} floats behind the first of all, for channel tiles of
     * {@code channels} floats, of which {@code width} lie side by side and all taps in {@code streams}.
     */
    static TapList of(LayerSpec s, int[] offsets, Region region, int first, int channels, int width, int streams) {
        int[] some = new int[s.icg() * region.tapsPerPlane()];
        int[] weightsAt = new int[some.length];
        int n = 0;
        for (int ic = 0; ic < s.icg(); ic++) {
            for (int kh = region.khFrom(); kh < region.khTo(); kh++) {
                for (int kw = region.kwFrom(); kw < region.kwTo(); kw++, n++) {
                    int tap = (ic * s.kh() + kh) * s.kw() + kw;
                    some[n] = offsets[tap] + first;
                    weightsAt[n] = WeightPacker.place(tap, s.taps(), streams) * width;
                }
            }
        }
        boolean inThrees = inThrees(s) && region.kwTo() - region.kwFrom() == s.kw();
        return new TapList(some, weightsAt, s.taps(), channels, width, streams, inThrees);
    }
}
