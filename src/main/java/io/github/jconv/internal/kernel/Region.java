// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.Padding;
import java.util.ArrayList;
import java.util.List;

/**
 * A rectangle of output pixels that see the same kernel rows and columns inside the image. What they see in padding of
 * zeros adds nothing but {@code w * 0}: where all weights are finite it may be left out.
 *
 * @param row first output row; {@code rows}, {@code column} and {@code columns} likewise
 * @param khFrom first kernel row inside the image, to {@code khTo} exclusive; {@code kwFrom} and {@code kwTo} likewise
 */
record Region(int row, int rows, int column, int columns, int khFrom, int khTo, int kwFrom, int kwTo) {
    /** Spans of an axis beyond which a plane is left whole. */
    private static final int MOST_SPANS = 8;

    /** Consecutive outputs of one axis that read kernel rows, or columns, {@code [from, to)} inside the image. */
    private record Span(int first, int count, int from, int to) {}

    /** All of the plane, with all taps. */
    static Region whole(Geometry g) {
        LayerSpec s = g.layer();
        return new Region(0, g.oh(), 0, g.ow(), 0, s.kh(), 0, s.kw());
    }

    /**
     * The plane cut where its outputs see other taps inside the image; whole if that would be many regions. An axis whose
     * padding does not read zeros is not cut, and has all its taps.
     */
    static List<Region> cut(Geometry g) {
        LayerSpec s = g.layer();
        if (g.unpadded()) {
            return List.of(whole(g));
        }
        Padding p = s.padding();
        List<Span> vertical = p.heightMode() == PaddingMode.ZEROS
                ? spans(g.oh(), s.kh(), s.dh(), s.sh(), g.padTop(), g.ih())
                : List.of(new Span(0, g.oh(), 0, s.kh()));
        List<Span> horizontal = p.widthMode() == PaddingMode.ZEROS
                ? spans(g.ow(), s.kw(), s.dw(), s.sw(), g.padLeft(), g.iw())
                : List.of(new Span(0, g.ow(), 0, s.kw()));
        if (vertical.size() > MOST_SPANS || horizontal.size() > MOST_SPANS) {
            return List.of(whole(g));
        }
        List<Region> regions = new ArrayList<>();
        for (Span v : vertical) {
            for (Span h : horizontal) {
                regions.add(new Region(v.first, v.count, h.first, h.count, v.from, v.to, h.from, h.to));
            }
        }
        return regions;
    }

    private static List<Span> spans(int outputs, int taps, int dilation, int stride, int before, int size) {
        List<Span> spans = new ArrayList<>();
        int first = 0;
        for (int o = 0; o < outputs && spans.size() <= MOST_SPANS; ) {
            int from = inside(o, taps, dilation, stride, before, size, true);
            int to = inside(o, taps, dilation, stride, before, size, false);
            do {
                o++;
            } while (o < outputs
                    && inside(o, taps, dilation, stride, before, size, true) == from
                    && inside(o, taps, dilation, stride, before, size, false) == to);
            spans.add(new Span(first, o - first, from, to));
            first = o;
        }
        return spans;
    }

    /** The first tap of output {@code o} inside the image, or the one behind the last; both 0 if there is none. */
    private static int inside(int o, int taps, int dilation, int stride, int before, int size, boolean wantsFirst) {
        long at = (long) o * stride - before;
        long from = at >= 0 ? 0 : Math.min(taps, (-at + dilation - 1) / dilation);
        long to = at >= size ? 0 : Math.min(taps, (size - 1 - at) / dilation + 1);
        if (from >= to) {
            return 0;
        }
        return (int) (wantsFirst ? from : to);
    }

    int pixels() {
        return rows * columns;
    }

    /** Taps a channel. */
    int tapsPerPlane() {
        return (khTo - khFrom) * (kwTo - kwFrom);
    }

    /** Whether it has all taps. */
    boolean sees(LayerSpec s) {
        return tapsPerPlane() == s.kh() * s.kw();
    }
}
