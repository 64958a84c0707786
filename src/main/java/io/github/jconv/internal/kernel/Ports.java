// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.DataLayout;
import io.github.jconv.internal.geometry.Geometry;

/**
 * Copies between a caller's image, in an array or a buffer, NCHW or NHWC, and planes in an array.
 *
 * <p>Buffers are read and written by absolute bulk transfers, which cost as much as a few dozen floats each: so a transfer
 * is as long as can be. Their positions are left alone.
 */
final class Ports {
    /** Floats that a transfer of NHWC from or to a buffer is held in on its way. */
    private static final int RAW = 8192;

    private final Geometry g;
    private final boolean planes;
    private final boolean vectors;

    /**
     * Ports of images of a geometry.
     *
     * @param vectors whether vectors may serve
     */
    Ports(Geometry g, Access access, boolean vectors) {
        this.g = g;
        planes = access.dataLayout() == DataLayout.NCHW;
        this.vectors = vectors;
    }

    /** Floats of the room that {@link #read} and {@link #write} need at the start of an array, beside that at its end. */
    int rawFloats() {
        return Math.max(RAW, Math.max(g.layer().inChannels(), g.layer().outChannels()));
    }

    /**
     * Reads a run of pixels of some channels of the input into planes.
     *
     * @param to receives channel {@code c}'s pixel {@code p} at {@code at + c * pitch + p}, both from 0 on; holds
     *     {@link #rawFloats} of room at its start and {@link Transpose#ROOM} at its end
     */
    void read(ImageCall call, int channel, int channels, int pixel, int pixels, float[] to, int at, int pitch) {
        if (planes) {
            for (int c = 0; c < channels; c++) {
                int from = call.xo() + (channel + c) * g.inPlane() + pixel;
                if (call.xBuffer() == null) {
                    System.arraycopy(call.x(), from, to, at + c * pitch, pixels);
                } else {
                    call.xBuffer().get(from, to, at + c * pitch, pixels);
                }
            }
            return;
        }
        int all = g.layer().inChannels();
        int from = call.xo() + pixel * all + channel;
        if (call.xBuffer() == null && channels < all) {
            Transpose.turn(vectors, call.x(), from, all, pixels, channels, to, at, pitch, to);
            return;
        }
        int most = Math.max(1, RAW / channels);
        for (int p = 0; p < pixels; p += most) {
            int count = Math.min(most, pixels - p);
            readPixels(call, from + p * all, all, count, channels, to);
            Transpose.turn(vectors, to, 0, channels, count, channels, to, at + p, pitch, to);
        }
    }

    private static void readPixels(ImageCall call, int from, int all, int pixels, int channels, float[] raw) {
        if (channels == all) {
            if (call.xBuffer() == null) {
                System.arraycopy(call.x(), from, raw, 0, pixels * channels);
            } else {
                call.xBuffer().get(from, raw, 0, pixels * channels);
            }
            return;
        }
        for (int p = 0; p < pixels; p++) {
            call.xBuffer().get(from + p * all, raw, p * channels, channels);
        }
    }

    /**
     * Writes a run of pixels of some channels of the output from planes.
     *
     * @param from holds channel {@code c}'s pixel {@code p} at {@code at + c * pitch + p}, both from 0 on, and
     *     {@link #rawFloats} of room at its start and {@link Transpose#ROOM} at its end
     */
    void write(ImageCall call, int channel, int channels, int pixel, int pixels, float[] from, int at, int pitch) {
        if (planes) {
            for (int c = 0; c < channels; c++) {
                int to = call.yo() + (channel + c) * g.outPlane() + pixel;
                if (call.yBuffer() == null) {
                    System.arraycopy(from, at + c * pitch, call.y(), to, pixels);
                } else {
                    call.yBuffer().put(to, from, at + c * pitch, pixels);
                }
            }
            return;
        }
        int all = g.layer().outChannels();
        int to = call.yo() + pixel * all + channel;
        if (call.yBuffer() == null && channels < all) {
            Transpose.turn(vectors, from, at, pitch, channels, pixels, call.y(), to, all, from);
            return;
        }
        int most = Math.max(1, RAW / channels);
        for (int p = 0; p < pixels; p += most) {
            int count = Math.min(most, pixels - p);
            Transpose.turn(vectors, from, at + p, pitch, channels, count, from, 0, channels, from);
            writePixels(from, call, to + p * all, all, count, channels);
        }
    }

    private static void writePixels(float[] raw, ImageCall call, int to, int all, int pixels, int channels) {
        if (channels == all) {
            if (call.yBuffer() == null) {
                System.arraycopy(raw, 0, call.y(), to, pixels * channels);
            } else {
                call.yBuffer().put(to, raw, 0, pixels * channels);
            }
            return;
        }
        for (int p = 0; p < pixels; p++) {
            call.yBuffer().put(to + p * all, raw, p * channels, channels);
        }
    }

    /** Writes pixels of one channel, {@code step} apart. */
    static void writeRun(
            ImageCall call, Geometry g, int channel, int pixel, int step, int pixels, float[] from, int at) {
        boolean nchw = call.access().dataLayout() == DataLayout.NCHW;
        int all = nchw ? 1 : g.layer().outChannels();
        int to = call.yo() + (nchw ? channel * g.outPlane() + pixel : pixel * all + channel);
        if (nchw && step == 1) {
            if (call.yBuffer() == null) {
                System.arraycopy(from, at, call.y(), to, pixels);
            } else {
                call.yBuffer().put(to, from, at, pixels);
            }
            return;
        }
        for (int p = 0; p < pixels; p++, to += step * all) {
            if (call.yBuffer() == null) {
                call.y()[to] = from[at + p];
            } else {
                call.yBuffer().put(to, from[at + p]);
            }
        }
    }
}
