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
    private static final class Span {
        private final int first;
        private final int count;
        private final int from;
        private final int to;

        private Span(int first, int count, int from, int to) {
            this.first = first;
            this.count = count;
            this.from = from;
            this.to = to;
        }
    }

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

    /** The plane cut between rows alone. */
    static List<Region> rows(Geometry g) {
        LayerSpec s = g.layer();
        if (s.padding().heightMode() != PaddingMode.ZEROS || g.padTop() + g.padBottom() == 0) {
            return List.of(whole(g));
        }
        List<Span> vertical = spans(g.oh(), s.kh(), s.dh(), s.sh(), g.padTop(), g.ih());
        if (vertical.size() > MOST_SPANS) {
            return List.of(whole(g));
        }
        List<Region> regions = new ArrayList<>();
        for (Span v : vertical) {
            regions.add(new Region(v.first, v.count, 0, g.ow(), v.from, v.to, 0, s.kw()));
        }
        return regions;
    }

    /** Spans of outputs that read the same taps inside the image, or none: with each output both ends fall or stay. */
    private static List<Span> spans(int outputs, int taps, int dilation, int stride, int before, int size) {
        List<Span> spans = new ArrayList<>();
        for (int first = 0; first < outputs && spans.size() <= MOST_SPANS; ) {
            int from = firstInside(first, taps, dilation, stride, before);
            int to = behindLast(first, taps, dilation, stride, before, size);
            // An axis may be as long as an array: the span's end is looked for by halves.
            int last = first;
            for (int other = outputs; other - last > 1; ) {
                int middle = last + (other - last) / 2;
                if (firstInside(middle, taps, dilation, stride, before) == from
                        && behindLast(middle, taps, dilation, stride, before, size) == to) {
                    last = middle;
                } else {
                    other = middle;
                }
            }
            spans.add(new Span(first, last + 1 - first, from < to ? from : 0, from < to ? to : 0));
            first = last + 1;
        }
        return spans;
    }

    /** The first tap of output {@code o} that is not before the image. */
    private static int firstInside(int o, int taps, int dilation, int stride, int before) {
        long at = (long) o * stride - before;
        return at >= 0 ? 0 : (int) Math.min(taps, (-at + dilation - 1) / dilation);
    }

    /** The tap behind the last that is not behind the image. */
    private static int behindLast(int o, int taps, int dilation, int stride, int before, int size) {
        long at = (long) o * stride - before;
        return at >= size ? 0 : (int) Math.min(taps, (size - 1 - at) / dilation + 1);
    }

    /**
     * Makes sums of a packed channel tile NaN where a weight of a tap that was left out is not finite: with the padding's zero it
     * makes one.
     *
     * @param bias index in {@code w} of the tile, of which all channels lie side by side
     */
    void spoil(LayerSpec s, float[] w, int bias, Streams streams, float[] sums, int at) {
        int channels = streams.channels();
        for (int t = 0; t < s.taps(); t++) {
            int kw = t % s.kw();
            int kh = t / s.kw() % s.kh();
            boolean inside = kh >= khFrom && kh < khTo && kw >= kwFrom && kw < kwTo;
            int from = bias + channels + streams.floats(t, s.taps());
            for (int c = 0; c < channels && !inside; c++) {
                if (!Float.isFinite(w[from + c])) {
                    sums[at + c] = Float.NaN;
                }
            }
        }
    }

    boolean contains(int outRow, int outColumn) {
        return outRow >= row && outRow < row + rows && outColumn >= column && outColumn < column + columns;
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
