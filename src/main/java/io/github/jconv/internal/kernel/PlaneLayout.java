// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.PaddingMap;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where the taps of a group find the input: a plane a channel, in which the step between neighbouring output pixels is
 * one float whatever the stride.
 *
 * <p>Tap {@code t} of output {@code (oy, ox)} lies at {@code offsets[t] + oy * rowStep + ox} from the group's first
 * plane. An unpadded input with a column stride of 1 already is such planes. Otherwise they are staged: padded, and
 * each row split by column phase, the columns {@code ix % sw == phase} side by side:
 *
 * <pre>
 *   padded row, sw = 2:   a b c d e f g      staged:   a c e g | b d f .
 * </pre>
 *
 * <p>Only phases that a tap reads are stored, and only rows that a tap reads are filled; of a kernel of one row only those are
 * stored: the rows of neighbouring outputs follow each other, whatever the stride.
 */
final class PlaneLayout {
    /** Floats behind the last plane that a whole vector may read, but nobody uses. */
    static final int SLACK = 64;

    /** Staged floats for each float of input and output beyond which staging is not worthwhile. */
    private static final double MOST_PADDING = 8;

    /** Staged floats that are worthwhile in any case. */
    private static final double SMALL_STAGE = 1 << 20;

    /** Column phases beyond which their maps would be many. */
    private static final int MOST_PHASES = 1 << 12;

    /** Padded rows, and columns of padding, beyond which their maps would be large. */
    private static final int MOST_MAPPED = 1 << 22;

    private final boolean staged;
    private final int planeFloats;
    private final int rowPitch;
    private final int rowStep;
    private final int[] offsets;
    private final int[] rowSource;
    private final ColumnPhase[] phases;
    private final int[] borders;
    private final boolean zeroBorders;
    private final int[][] lanes;
    private final int phasePitch;
    private final int stagedFloats;
    private final int rowsApart;

    private PlaneLayout(
            Geometry g, boolean staged, int[] phases, int phasePitch, int planeFloats, int stagedPlanes, int size) {
        LayerSpec s = g.layer();
        this.staged = staged;
        this.phases = columnPhases(g, phases, phasePitch);
        this.phasePitch = phasePitch;
        borders = ColumnPhase.borders(this.phases, phasePitch);
        zeroBorders = s.padding().widthMode() == PaddingMode.ZEROS || (g.padLeft() | g.padRight()) == 0;
        lanes = staged && g.iw() >= size && !zeroBorders
                ? ColumnPhase.lanes(this.phases, phasePitch, g.iw(), size)
                : null;
        rowPitch = staged ? phases.length * phasePitch : g.iw();
        this.planeFloats = planeFloats;
        rowStep = (staged ? rowsPerOutput(g) : s.sh()) * rowPitch;
        stagedFloats = stagedPlanes == 0 ? 0 : stagedPlanes * planeFloats + SLACK;
        offsets = new int[s.taps()];
        int t = 0;
        for (int ic = 0; ic < s.icg(); ic++) {
            for (int kh = 0; kh < s.kh(); kh++) {
                for (int kw = 0; kw < s.kw(); kw++) {
                    int column = kw * s.dw();
                    int inRow = staged ? kw % phases.length * phasePitch + column / s.sw() : column;
                    offsets[t++] = ic * planeFloats + kh * s.dh() * rowPitch + inRow;
                }
            }
        }
        rowSource = staged ? rowSource(g) : null;
        rowsApart = rowsApart(g);
    }

    /** The layout for a geometry that {@link #fits}. */
    static PlaneLayout of(Geometry g, int lanes) {
        return readsInput(g)
                ? ofWindow(g, g.inPlane())
                : staged(g, stagedRows(g), g.layer().inChannels(), lanes);
    }

    /** The layout of planes of which {@code rows} staged rows are there at a time, for {@link StagedBlocks}. */
    static PlaneLayout ofBlock(Geometry g, int rows, int lanes) {
        return staged(g, rows, 0, lanes);
    }

    private static PlaneLayout staged(Geometry g, int rows, int planes, int lanes) {
        LayerSpec s = g.layer();
        int[] phases = phases(s.kw(), s.dw(), s.sw());
        int pitch = phasePitch(g);
        return new PlaneLayout(g, true, phases, pitch, rows * phases.length * pitch, planes, lanes);
    }

    /** The layout of a window of some rows of the input, its planes {@code planeFloats} apart, where the input would do. */
    static PlaneLayout ofWindow(Geometry g, int planeFloats) {
        return new PlaneLayout(g, false, new int[0], 0, planeFloats, 0, 1);
    }

    /**
     * The phases of one axis: the remainders by the stride of the padded indices that taps read, each once, in the order of the taps.
     * They are multiples of the dilation, and repeat from the second that is 0 on.
     */
    static int[] phases(int taps, long dilation, int stride) {
        int[] found = new int[Math.min(taps, stride)];
        int count = 1;
        for (int k = 1; k < found.length; k++) {
            int phase = (int) (k * dilation % stride);
            if (phase == 0) {
                break;
            }
            found[count++] = phase;
        }
        return Arrays.copyOf(found, count);
    }

    /** Whether the input itself will do. */
    static boolean readsInput(Geometry g) {
        return g.unpadded() && g.layer().sw() == 1;
    }

    /**
     * Whether the staged planes fit an array, and are worth their copy: where dilation makes the padding many
     * times the image, taps are better looked up one by one.
     */
    static boolean fits(Geometry g) {
        if (readsInput(g)) {
            return true;
        }
        LayerSpec s = g.layer();
        int phases = Math.min(s.sw(), s.kw());
        if (phases > MOST_PHASES || paddedRows(g) > MOST_MAPPED || (long) g.padLeft() + g.padRight() > MOST_MAPPED) {
            return false;
        }
        double staged = (double) s.inChannels() * stagedRows(g) * phases * phasePitch(g);
        double worthwhile = SMALL_STAGE + MOST_PADDING * s.inChannels() * ((double) g.inPlane() + g.outPlane());
        return staged < Math.min(worthwhile, Integer.MAX_VALUE / 2);
    }

    /** As {@link #rowStep()} of the layout. */
    static long rowStep(Geometry g) {
        LayerSpec s = g.layer();
        return readsInput(g)
                ? (long) s.sh() * g.iw()
                : (long) rowsPerOutput(g) * phases(s.kw(), s.dw(), s.sw()).length * phasePitch(g);
    }

    /** Padded rows from one staged row to the next. */
    private static int rowsApart(Geometry g) {
        return g.layer().kh() == 1 ? g.layer().sh() : 1;
    }

    /** Staged rows from those of one output row to those of the next. */
    static int rowsPerOutput(Geometry g) {
        return g.layer().sh() / rowsApart(g);
    }

    private static int phasePitch(Geometry g) {
        return g.ow() + (int) ((g.layer().windowWidth() - 1) / g.layer().sw());
    }

    private static ColumnPhase[] columnPhases(Geometry g, int[] phases, int pitch) {
        ColumnPhase[] columns = new ColumnPhase[phases.length];
        for (int i = 0; i < phases.length; i++) {
            columns[i] = ColumnPhase.of(g, phases[i], pitch);
        }
        return columns;
    }

    /**
     * Rows of a staged plane: the padded ones, as far as they are apart, and those that the last outputs of a tiled geometry
     * read beyond.
     */
    private static int stagedRows(Geometry g) {
        return rowsApart(g) > 1 ? g.oh() : paddedRows(g);
    }

    private static int paddedRows(Geometry g) {
        return (int) Math.max(
                g.paddedHeight(), (g.oh() - 1L) * g.layer().sh() + g.layer().windowHeight());
    }

    /** A staged row's source row, ZERO, or {@link PlanePacker#UNUSED} where no tap reads it. */
    private static int[] rowSource(Geometry g) {
        LayerSpec s = g.layer();
        int[] padded = PaddingMap.axis(s.padding().heightMode(), g.ih(), g.padTop(), g.padBottom());
        int[] map = Arrays.copyOf(padded, paddedRows(g));
        Arrays.fill(map, padded.length, map.length, PaddingMap.ZERO);
        if (rowsApart(g) > 1) {
            return IntStream.range(0, stagedRows(g)).map(r -> map[r * s.sh()]).toArray();
        }
        int[] readers = readers(g, map.length);
        for (int i = 0; i < map.length; i++) {
            map[i] = readers[i] > 0 ? map[i] : PlanePacker.UNUSED;
        }
        return map;
    }

    /** How many kernel rows read each staged row; each reads {@code oh} of them, the row stride apart. */
    private static int[] readers(Geometry g, int rows) {
        LayerSpec s = g.layer();
        int[] readers = new int[rows];
        for (int kh = 0; kh < s.kh(); kh++) {
            int first = kh * s.dh();
            long end = first + (long) g.oh() * s.sh();
            readers[first]++;
            if (end < rows) {
                readers[(int) end]--;
            }
        }
        for (int i = s.sh(); i < rows; i++) {
            readers[i] += readers[i - s.sh()];
        }
        return readers;
    }

    boolean staged() {
        return staged;
    }

    /** Floats of a plane. */
    int planeFloats() {
        return planeFloats;
    }

    /** Floats of a padded row. */
    int rowPitch() {
        return rowPitch;
    }

    /** Floats between the rows of neighbouring output rows. */
    int rowStep() {
        return rowStep;
    }

    /** Distance of each tap from the group's first plane. */
    int[] offsets() {
        return offsets;
    }

    /** Floats of the staged copy of an image, 0 if there is none or it is staged block by block. */
    int stagedFloats() {
        return stagedFloats;
    }

    int[] rowSource() {
        return rowSource;
    }

    /** Rows of the image from one staged row to the next, where neither is padding. */
    int rowsApart() {
        return rowsApart;
    }

    ColumnPhase[] phases() {
        return phases;
    }

    /** {@link ColumnPhase#lanes} of rows of a vector or more whose borders are pixels; null for others. */
    int[][] lanes() {
        return lanes;
    }

    /** {@link ColumnPhase#borders}. */
    int[] borders() {
        return borders;
    }

    /** Whether the rows' borders are zeros, in all rows. */
    boolean zeroBorders() {
        return zeroBorders;
    }

    int phasePitch() {
        return phasePitch;
    }
}
