// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.PaddingMap;
import java.util.Arrays;

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
 * <p>Only phases and rows that a tap reads are stored or filled.
 */
final class PlaneLayout {
    /** Floats behind the last plane that a whole vector may read, but nobody uses. */
    static final int SLACK = 64;

    /** Staged floats for each float of input and output beyond which staging is not worthwhile. */
    private static final double MOST_PADDING = 8;

    /** Staged floats that are worthwhile in any case. */
    private static final double SMALL_STAGE = 1 << 20;

    /** Floats of a block of staged rows in the L1 cache, beside weights. */
    private static final int L1_FLOATS = 7_680;

    /** The same in the L2 cache. */
    private static final int L2_FLOATS = 96 * 1024;

    /** Output rows of a block in the L1 cache at least, unless they are all: each block stages some rows again. */
    private static final int ENOUGH_ROWS = 8;

    /** The same of a block in the L2 cache. */
    private static final int LEAST_ROWS = 4;

    /** Column phases beyond which their maps would be many. */
    private static final int MOST_PHASES = 1 << 12;

    /** Staged rows, and columns of padding, beyond which their maps would be large. */
    private static final int MOST_MAPPED = 1 << 22;

    private final boolean staged;
    private final int blockRows;
    private final int planeFloats;
    private final int rowPitch;
    private final int rowStep;
    private final int[] offsets;
    private final int[] rowSource;
    private final ColumnPhase[] phases;
    private final int phasePitch;
    private final int stagedFloats;
    private final int blockFloats;

    private PlaneLayout(Geometry g, boolean staged, int blockRows, int[] phases, int phasePitch, int planeFloats) {
        LayerSpec s = g.layer();
        this.staged = staged && blockRows == 0;
        this.blockRows = blockRows;
        this.phases = columnPhases(g, phases, phasePitch);
        this.phasePitch = phasePitch;
        rowPitch = staged ? phases.length * phasePitch : g.iw();
        this.planeFloats = planeFloats;
        rowStep = s.sh() * rowPitch;
        stagedFloats = this.staged ? s.inChannels() * planeFloats + SLACK : 0;
        blockFloats = blockRows > 0 ? s.icg() * planeFloats + SLACK : 0;
        offsets = new int[s.taps()];
        int t = 0;
        for (int ic = 0; ic < s.icg(); ic++) {
            for (int kh = 0; kh < s.kh(); kh++) {
                for (int kw = 0; kw < s.kw(); kw++) {
                    int column = kw * s.dw();
                    int inRow = staged ? Phases.indexOf(phases, kw) * phasePitch + column / s.sw() : column;
                    offsets[t++] = ic * planeFloats + kh * s.dh() * rowPitch + inRow;
                }
            }
        }
        rowSource = staged ? rowSource(g) : null;
    }

    /** The layout for a geometry that {@link #fits}. */
    static PlaneLayout of(Geometry g) {
        if (readsInput(g)) {
            return new PlaneLayout(g, false, 0, new int[0], 0, g.inPlane());
        }
        LayerSpec s = g.layer();
        int[] phases = Phases.of(s.kw(), s.dw(), s.sw());
        int pitch = phasePitch(g);
        return new PlaneLayout(g, true, 0, phases, pitch, stagedHeight(g) * phases.length * pitch);
    }

    /**
     * The same, but where planes are staged, only what a block of output rows of a group reads: all rows, or as many as
     * stay in a cache. As a whole if those would be few.
     */
    static PlaneLayout inBlocks(Geometry g) {
        if (readsInput(g)) {
            return of(g);
        }
        int rows = rowsOfBlock(g, L1_FLOATS);
        if (rows < Math.min(ENOUGH_ROWS, g.oh())) {
            rows = rowsOfBlock(g, L2_FLOATS);
        }
        if (rows < Math.min(LEAST_ROWS, g.oh())) {
            return of(g);
        }
        LayerSpec s = g.layer();
        int[] phases = Phases.of(s.kw(), s.dw(), s.sw());
        int pitch = phasePitch(g);
        int staged = (rows - 1) * s.sh() + (int) s.windowHeight();
        return new PlaneLayout(g, true, rows, phases, pitch, staged * phases.length * pitch);
    }

    /** Output rows, all or an even number, whose staged rows of a group are no more than {@code most} floats. */
    private static int rowsOfBlock(Geometry g, int most) {
        LayerSpec s = g.layer();
        double rowFloats = (double) s.icg() * Math.min(s.sw(), s.kw()) * phasePitch(g);
        double rows = Math.floor((most / rowFloats - s.windowHeight()) / s.sh()) + 1;
        return rows >= g.oh() ? g.oh() : (int) Math.max(0, rows) / 2 * 2;
    }

    /** The layout of a window of some rows of the input, its planes {@code planeFloats} apart, where the input would do. */
    static PlaneLayout ofWindow(Geometry g, int planeFloats) {
        return new PlaneLayout(g, false, 0, new int[0], 0, planeFloats);
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
        if (phases > MOST_PHASES || stagedHeight(g) > MOST_MAPPED || (long) g.padLeft() + g.padRight() > MOST_MAPPED) {
            return false;
        }
        double staged = (double) s.inChannels() * stagedHeight(g) * phases * phasePitch(g);
        double worthwhile = SMALL_STAGE + MOST_PADDING * s.inChannels() * ((double) g.inPlane() + g.outPlane());
        return staged < Math.min(worthwhile, Integer.MAX_VALUE / 2);
    }

    /** As {@link #rowStep()} of the layout. */
    static long rowStep(Geometry g) {
        LayerSpec s = g.layer();
        long rowPitch = readsInput(g) ? g.iw() : (long) Phases.of(s.kw(), s.dw(), s.sw()).length * phasePitch(g);
        return s.sh() * rowPitch;
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

    /** Rows of a staged plane: the padded ones, and those that the last outputs of a tiled geometry read beyond. */
    private static int stagedHeight(Geometry g) {
        return (int) Math.max(
                g.paddedHeight(), (g.oh() - 1L) * g.layer().sh() + g.layer().windowHeight());
    }

    /** A staged row's source row, ZERO, or {@link PlanePacker#UNUSED} where no tap reads it. */
    private static int[] rowSource(Geometry g) {
        LayerSpec s = g.layer();
        int[] padded = PaddingMap.axis(s.padding().heightMode(), g.ih(), g.padTop(), g.padBottom());
        int[] map = Arrays.copyOf(padded, stagedHeight(g));
        Arrays.fill(map, padded.length, map.length, PaddingMap.ZERO);
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

    /** Whether an image is staged as a whole before it is computed. */
    boolean staged() {
        return staged;
    }

    /** Output rows for which planes of a group are staged at a time; 0 if they are not staged in blocks. */
    int blockRows() {
        return blockRows;
    }

    /** Floats of a staged block, 0 if there is none. */
    int blockFloats() {
        return blockFloats;
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

    /** Floats of the staged copy of an image, 0 if there is none. */
    int stagedFloats() {
        return stagedFloats;
    }

    int[] rowSource() {
        return rowSource;
    }

    ColumnPhase[] phases() {
        return phases;
    }

    int phasePitch() {
        return phasePitch;
    }
}
