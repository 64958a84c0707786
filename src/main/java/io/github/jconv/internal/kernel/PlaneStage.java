// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.internal.geometry.PaddingMap.ZERO;

import io.github.jconv.DataLayout;
import io.github.jconv.internal.geometry.Geometry;

/**
 * Stages planes of an input that is in a buffer or NHWC: some rows of some channels at a time are copied to planes in the
 * cache, and from there as {@link PlanePacker} does.
 *
 * <p>A part of the work is a channel, or where pixels lie together a staged row.
 */
final class PlaneStage {
    /** Channels turned at a time. */
    private static final int CHANNELS = 32;

    private final Geometry g;
    private final PlaneLayout planes;
    private final Ports ports;
    private final boolean byRows;
    private final int channels;
    private final int rows;

    /** Copies rows of no more than {@code most} floats at a time, unless one row has more. */
    PlaneStage(Geometry g, PlaneLayout planes, Access access, Ports ports, int most) {
        this.g = g;
        this.planes = planes;
        this.ports = ports;
        byRows = access.dataLayout() == DataLayout.NHWC;
        channels = byRows ? Math.min(g.layer().inChannels(), CHANNELS) : 1;
        rows = (int) Math.max(1, Math.min(g.ih(), most / ((long) channels * g.iw())));
    }

    /** Floats of the room it works in. */
    long floats() {
        return (long) channels * rows * g.iw();
    }

    int parts() {
        return byRows ? planes.rowSource().length : g.layer().inChannels();
    }

    /** Stages parts {@code [from, to)} by way of {@code room[at ...]}. */
    void rows(ImageCall call, int from, int to, float[] room, int at) {
        if (byRows) {
            rows(call, 0, g.layer().inChannels(), from, to, call.staged(), 0, true, room, at);
        } else {
            rows(call, from, to, 0, planes.rowSource().length, call.staged(), 0, true, room, at);
        }
    }

    /**
     * Stages rows {@code [r, rEnd)} of channels {@code [c, cEnd)} by way of {@code room[at ...]}.
     *
     * @param to index in {@code staged} where the first staged row of the first channel is, or would be
     * @param borders as of {@link PlanePacker#rows}
     */
    void rows(
            ImageCall call,
            int c,
            int cEnd,
            int r,
            int rEnd,
            float[] staged,
            int to,
            boolean borders,
            float[] room,
            int at) {
        int[] sources = planes.rowSource();
        int pitch = rows * g.iw();
        for (int first = r; first < rEnd; ) {
            int low = -1;
            int high = -1;
            int end = first;
            for (; end < rEnd; end++) {
                int source = sources[end];
                if (source == ZERO || source == PlanePacker.UNUSED) {
                    continue;
                }
                low = low < 0 ? source : low;
                if (source < low || source - low >= rows) {
                    break;
                }
                high = Math.max(high, source);
            }
            for (int i = c; i < cEnd; i += channels) {
                int count = Math.min(channels, cEnd - i);
                if (low >= 0) {
                    int pixels = (high - low + 1) * g.iw();
                    ports.read(call, i, count, low * g.iw(), pixels, room, at, pitch);
                }
                for (int j = 0; j < count; j++) {
                    int plane = at + j * pitch - Math.max(0, low) * g.iw();
                    int origin = to + (i + j) * planes.planeFloats();
                    // Behind it may be what is staged already, of another channel.
                    PlanePacker.rows(g, planes, room, plane, staged, origin, first, end, 0, borders);
                }
            }
            first = end;
        }
    }
}
