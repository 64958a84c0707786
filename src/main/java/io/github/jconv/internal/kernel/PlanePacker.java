package io.github.jconv.internal.kernel;

import static io.github.jconv.internal.geometry.PaddingMap.ZERO;

import io.github.jconv.internal.geometry.Geometry;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Copies input planes into a staged {@link PlaneLayout}: padding added, column phases apart. */
final class PlanePacker {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Floats from which {@code arraycopy} is as fast. */
    private static final int LONG_ROW = 256;

    /** Marks a padded row that no tap reads. */
    static final int UNUSED = -2;

    private PlanePacker() {}

    /** Packs planes {@code [from, to)} of an image, as {@link Kernel#stage}. */
    static void planes(Plan plan, ImageCall call, int from, int to) {
        Geometry g = plan.geometry();
        PlaneLayout layout = plan.layout().planes();
        for (int plane = from; plane < to; plane++) {
            rows(
                    g, layout, call.x(), call.xo() + plane * g.inPlane(), 0, g.paddedHeight(), call.staged(),
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
        int pitch = layout.phasePitch();
        ColumnPhase[] phases = layout.phases();
        for (int row = from; row < to; row++) {
            int source = layout.rowSource()[row];
            int at = to0 + (row - from) * layout.rowPitch();
            if (source == UNUSED) {
                continue;
            }
            for (int i = 0; i < phases.length; i++) {
                if (source == ZERO) {
                    Arrays.fill(staged, at + i * pitch, at + (i + 1) * pitch, 0);
                } else {
                    phase(phases[i], x, plane + source * g.iw(), staged, at + i * pitch);
                }
            }
        }
    }

    /** One phase of one row: left border, image, right border. */
    private static void phase(ColumnPhase phase, float[] x, int row, float[] staged, int at) {
        int from = phase.from();
        int to = phase.to();
        border(phase.left(), x, row, staged, at);
        if (phase.stride() == 1) {
            copy(x, row + phase.firstColumn(), staged, at + from, to - from);
        } else {
            int source = row + phase.firstColumn();
            for (int j = from; j < to; j++, source += phase.stride()) {
                staged[at + j] = x[source];
            }
        }
        border(phase.right(), x, row, staged, at + to);
    }

    private static void border(int[] columns, float[] x, int row, float[] staged, int at) {
        for (int j = 0; j < columns.length; j++) {
            staged[at + j] = columns[j] == ZERO ? 0 : x[row + columns[j]];
        }
    }

    /** Rows are short: a few vectors, the last overlapping, cost less than the call of {@code arraycopy}. */
    private static void copy(float[] x, int from, float[] staged, int to, int length) {
        int last = length - S.length();
        if (last < 0 || length > LONG_ROW) {
            System.arraycopy(x, from, staged, to, length);
            return;
        }
        for (int j = 0; j < length; j += S.length()) {
            int at = Math.min(j, last);
            FloatVector.fromArray(S, x, from + at).intoArray(staged, to + at);
        }
    }
}
