// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.LayerSpec;

/**
 * Taps of one output channel in the order ic, kh, kw: those of a {@link Region}.
 *
 * @param offsets where each reads, from the group's first plane
 * @param weightsAt where its weights lie, from the first tap's of a packed channel tile
 */
record TapList(int[] offsets, int[] weightsAt) {

    /** The taps of a region, for channel tiles of {@code channels} floats. */
    static TapList of(LayerSpec s, int[] offsets, Region region, int channels) {
        int[] some = new int[s.icg() * region.tapsPerPlane()];
        int[] weightsAt = new int[some.length];
        int n = 0;
        for (int ic = 0; ic < s.icg(); ic++) {
            for (int kh = region.khFrom(); kh < region.khTo(); kh++) {
                for (int kw = region.kwFrom(); kw < region.kwTo(); kw++, n++) {
                    int tap = (ic * s.kh() + kh) * s.kw() + kw;
                    some[n] = offsets[tap];
                    weightsAt[n] = tap * channels;
                }
            }
        }
        return new TapList(some, weightsAt);
    }

    int taps() {
        return offsets.length;
    }
}
