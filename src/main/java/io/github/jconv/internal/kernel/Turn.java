// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Turns sums of [pixel][channel] to [channel][pixel], a square of lanes at a time, by Eklundh's method: in step {@code d}
 * rows {@code d} apart exchange those lanes whose number has, or has not, the bit {@code d}.
 *
 * <p>Two steps a pass over four rows, in registers; lanes 16 take two passes, 8 one and a half, 4 one.
 */
final class Turn {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorMask<Float> BIT_1 = bit(1);
    private static final VectorMask<Float> BIT_2 = bit(2);
    private static final VectorMask<Float> BIT_4 = bit(4);
    private static final VectorMask<Float> BIT_8 = bit(8);
    private static final VectorShuffle<Float> UP_1 = up(1);
    private static final VectorShuffle<Float> UP_2 = up(2);
    private static final VectorShuffle<Float> UP_4 = up(4);
    private static final VectorShuffle<Float> UP_8 = up(8);
    private static final VectorShuffle<Float> DOWN_1 = down(1);
    private static final VectorShuffle<Float> DOWN_2 = down(2);
    private static final VectorShuffle<Float> DOWN_4 = down(4);
    private static final VectorShuffle<Float> DOWN_8 = down(8);

    private Turn() {}

    private static VectorMask<Float> bit(int d) {
        long bits = 0;
        for (int i = 0; i < S.length(); i++) {
            bits |= (i & d) != 0 ? 1L << i : 0;
        }
        return VectorMask.fromLong(S, bits);
    }

    /** Lane {@code i} receives lane {@code i - d}. */
    private static VectorShuffle<Float> up(int d) {
        return down(-d);
    }

    private static VectorShuffle<Float> down(int d) {
        return VectorShuffle.fromOp(S, i -> (i + d) & (S.length() - 1));
    }

    /** Scratch for one square. */
    static int squareFloats(int lanes) {
        return lanes * lanes;
    }

    /**
     * Stores {@code pixels} pixels of {@code channels} channels, pixel {@code p} of channel {@code c} from
     * {@code from[at + p * pitch + c]} to {@code y[yo + c * ys + p]}.
     *
     * @param square index in {@code from} of room for a square
     */
    static void run(float[] from, int at, int pitch, int pixels, int channels, float[] y, int yo, int ys, int square) {
        run(from, at, pitch, pixels, channels, y, yo, ys, from, square);
    }

    /**
     * The same with the square elsewhere.
     *
     * @param square index in {@code room} of room for a square
     */
    static void run(
            float[] from,
            int at,
            int pitch,
            int pixels,
            int channels,
            float[] y,
            int yo,
            int ys,
            float[] room,
            int square) {
        final int l = S.length();
        if (pixels < l || channels < l) {
            scalar(from, at, pitch, pixels, channels, y, yo, ys);
            return;
        }
        for (int p = 0; p < pixels; p += l) {
            int pixel = Math.min(p, pixels - l);
            for (int c = 0; c < channels; c += l) {
                int channel = Math.min(c, channels - l);
                square(from, at + pixel * pitch + channel, pitch, y, yo + channel * ys + pixel, ys, room, square);
            }
        }
    }

    /**
     * Turns sums to their place in the output, where {@link #finish} finishes them, or, where that place holds a residual that
     * is still to be added, turns them behind the square and finishes them there.
     *
     * @param at index in the output of the first pixel of the first channel, {@code plane} floats before the next channel's
     */
    static void store(
            ImageCall call,
            float[] floats,
            int sums,
            int pitch,
            int pixels,
            int channels,
            int at,
            int plane,
            int square) {
        if (call.addsInPlace()) {
            int turned = square + squareFloats(S.length());
            run(floats, sums, pitch, pixels, channels, floats, turned, pixels, square);
            VectorEpilogue.run(call, floats, turned, pixels, at, plane, channels, pixels);
            return;
        }
        run(floats, sums, pitch, pixels, channels, call.y(), at, plane, square);
    }

    /** Finishes the sums that {@link #store} has only turned: in longer runs of pixels, where it was called for parts of rows. */
    static void finish(ImageCall call, int pixels, int channels, int at, int plane) {
        if (!call.plain() && !call.addsInPlace()) {
            VectorEpilogue.run(call, call.y(), at, plane, at, plane, channels, pixels);
        }
    }

    private static void square(float[] from, int at, int pitch, float[] y, int yo, int ys, float[] room, int square) {
        final int l = S.length();
        if (l == 4) {
            first(from, at, pitch, y, yo, ys);
            return;
        }
        for (int r = 0; r < l; r += 4) {
            first(from, at + r * pitch, pitch, room, square + r * l, l);
        }
        if (l == 16) {
            for (int r = 0; r < 4; r++) {
                second(room, square + r * l, y, yo + r * ys, ys);
            }
        } else {
            for (int r = 0; r < 4; r++) {
                last(room, square + r * l, y, yo + r * ys, ys);
            }
        }
    }

    /** Steps 1 and 2 of four rows. */
    private static void first(float[] from, int at, int pitch, float[] to, int out, int outPitch) {
        FloatVector a = FloatVector.fromArray(S, from, at);
        FloatVector b = FloatVector.fromArray(S, from, at + pitch);
        FloatVector c = FloatVector.fromArray(S, from, at + 2 * pitch);
        FloatVector d = FloatVector.fromArray(S, from, at + 3 * pitch);
        FloatVector ab = a.blend(b.rearrange(UP_1), BIT_1);
        FloatVector ba = a.rearrange(DOWN_1).blend(b, BIT_1);
        FloatVector cd = c.blend(d.rearrange(UP_1), BIT_1);
        FloatVector dc = c.rearrange(DOWN_1).blend(d, BIT_1);
        ab.blend(cd.rearrange(UP_2), BIT_2).intoArray(to, out);
        ba.blend(dc.rearrange(UP_2), BIT_2).intoArray(to, out + outPitch);
        ab.rearrange(DOWN_2).blend(cd, BIT_2).intoArray(to, out + 2 * outPitch);
        ba.rearrange(DOWN_2).blend(dc, BIT_2).intoArray(to, out + 3 * outPitch);
    }

    /** Steps 4 and 8 of four rows, four apart, of 16 lanes. */
    private static void second(float[] from, int at, float[] to, int out, int outPitch) {
        final int l = S.length();
        FloatVector a = FloatVector.fromArray(S, from, at);
        FloatVector b = FloatVector.fromArray(S, from, at + 4 * l);
        FloatVector c = FloatVector.fromArray(S, from, at + 8 * l);
        FloatVector d = FloatVector.fromArray(S, from, at + 12 * l);
        FloatVector ab = a.blend(b.rearrange(UP_4), BIT_4);
        FloatVector ba = a.rearrange(DOWN_4).blend(b, BIT_4);
        FloatVector cd = c.blend(d.rearrange(UP_4), BIT_4);
        FloatVector dc = c.rearrange(DOWN_4).blend(d, BIT_4);
        ab.blend(cd.rearrange(UP_8), BIT_8).intoArray(to, out);
        ba.blend(dc.rearrange(UP_8), BIT_8).intoArray(to, out + 4 * outPitch);
        ab.rearrange(DOWN_8).blend(cd, BIT_8).intoArray(to, out + 8 * outPitch);
        ba.rearrange(DOWN_8).blend(dc, BIT_8).intoArray(to, out + 12 * outPitch);
    }

    /** Step 4 of two rows, four apart, of 8 lanes. */
    private static void last(float[] from, int at, float[] to, int out, int outPitch) {
        final int l = S.length();
        FloatVector a = FloatVector.fromArray(S, from, at);
        FloatVector b = FloatVector.fromArray(S, from, at + 4 * l);
        a.blend(b.rearrange(UP_4), BIT_4).intoArray(to, out);
        a.rearrange(DOWN_4).blend(b, BIT_4).intoArray(to, out + 4 * outPitch);
    }

    private static void scalar(float[] from, int at, int pitch, int pixels, int channels, float[] y, int yo, int ys) {
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < pixels; p++) {
                y[yo + c * ys + p] = from[at + p * pitch + c];
            }
        }
    }
}
