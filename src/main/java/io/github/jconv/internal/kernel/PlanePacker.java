package io.github.jconv.internal.kernel;

import static io.github.jconv.internal.geometry.PaddingMap.ZERO;

import io.github.jconv.internal.geometry.Geometry;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Copies input planes into a staged {@link PlaneLayout}: padding added, column phases apart. */
final class PlanePacker {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Lane {@code i} takes lane {@code 2 i} of a vector or, in the upper half, of the one behind it. */
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(S, i -> 2 * i % S.length());

    private static final VectorMask<Float> UPPER_HALF = upperHalf();

    /** Floats from which {@code arraycopy} is as fast. */
    private static final int LONG_ROW = 256;

    /** Marks a padded row that no tap reads. */
    static final int UNUSED = -2;

    private PlanePacker() {}

    private static VectorMask<Float> upperHalf() {
        boolean[] lanes = new boolean[S.length()];
        Arrays.fill(lanes, S.length() / 2, S.length(), true);
        return VectorMask.fromArray(S, lanes, 0);
    }

    /** Packs planes {@code [from, to)} of an image, as {@link Kernel#stage}. */
    static void planes(Plan plan, ImageCall call, int from, int to) {
        Geometry g = plan.geometry();
        PlaneLayout layout = plan.layout().planes();
        for (int plane = from; plane < to; plane++) {
            rows(
                    g,
                    layout,
                    call.x(),
                    call.xo() + plane * g.inPlane(),
                    0,
                    g.paddedHeight(),
                    call.staged(),
                    plane * layout.planeFloats());
        }
    }

    /**
     * Packs padded rows {@code [from, to)} of one plane.
     *
     * @param plane index in {@code x} of the input plane
     * @param to0 index in {@code staged} of padded row {@code from}
     */
    static void rows(Geometry g, PlaneLayout layout, float[] x, int plane, int from, int to, float[] staged, int to0) {
        ColumnPhase[] phases = layout.phases();
        int pitch = layout.phasePitch();
        for (int i = 0; i < phases.length; i++) {
            for (int row = from; row < to; row++) {
                int source = layout.rowSource()[row];
                int at = to0 + (row - from) * layout.rowPitch() + i * pitch;
                if (source == ZERO) {
                    Arrays.fill(staged, at, at + pitch, 0);
                } else if (source != UNUSED) {
                    phase(phases[i], x, plane + source * g.iw(), staged, at, pitch);
                }
            }
        }
    }

    /** One phase of one row: left border, image, right border. */
    private static void phase(ColumnPhase phase, float[] x, int row, float[] staged, int at, int pitch) {
        int source = row + phase.firstColumn();
        int to = at + phase.from();
        int length = phase.to() - phase.from();
        boolean zeros = phase.zeroBorder() && pitch >= S.length();
        if (zeros) {
            // Whole vectors: the image is copied over what is too much.
            FloatVector zero = FloatVector.zero(S);
            zero.intoArray(staged, at);
            zero.intoArray(staged, at + pitch - S.length());
        }
        if (phase.stride() == 1) {
            copy(x, source, staged, to, length);
        } else if (phase.stride() == 2) {
            copyEverySecond(x, source, staged, to, length);
        } else {
            copyEvery(phase.stride(), x, source, staged, to, length);
        }
        if (!zeros) {
            border(phase.left(), x, row, staged, at);
            border(phase.right(), x, row, staged, to + length);
        }
    }

    private static void border(int[] columns, float[] x, int row, float[] staged, int at) {
        for (int j = 0; j < columns.length; j++) {
            staged[at + j] = columns[j] == ZERO ? 0 : x[row + columns[j]];
        }
    }

    /** Rows are short: a few vectors, the last overlapping, cost less than a call of {@code arraycopy}. */
    private static void copy(float[] x, int from, float[] staged, int to, int length) {
        int last = length - S.length();
        if (last < 0 || length > LONG_ROW) {
            System.arraycopy(x, from, staged, to, length);
            return;
        }
        for (int j = 0; j < last; j += S.length()) {
            FloatVector.fromArray(S, x, from + j).intoArray(staged, to + j);
        }
        FloatVector.fromArray(S, x, from + last).intoArray(staged, to + last);
    }

    /** Two vectors hold the even floats of one: each gives half of the lanes. */
    private static void copyEverySecond(float[] x, int from, float[] staged, int to, int length) {
        final int l = S.length();
        int last = length - l;
        if (last < 0 || from + 2 * length > x.length) {
            copyEvery(2, x, from, staged, to, length);
            return;
        }
        for (int j = 0; j < last; j += l) {
            everySecond(x, from + 2 * j, staged, to + j);
        }
        everySecond(x, from + 2 * last, staged, to + last);
    }

    private static void everySecond(float[] x, int from, float[] staged, int to) {
        FloatVector low = FloatVector.fromArray(S, x, from).rearrange(EVEN);
        FloatVector high = FloatVector.fromArray(S, x, from + S.length()).rearrange(EVEN);
        low.blend(high, UPPER_HALF).intoArray(staged, to);
    }

    private static void copyEvery(int stride, float[] x, int from, float[] staged, int to, int length) {
        for (int j = 0, source = from; j < length; j++, source += stride) {
            staged[to + j] = x[source];
        }
    }
}
