// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.DataLayout;
import io.github.jconv.internal.geometry.Geometry;
import java.nio.FloatBuffer;

/**
 * Copies between a caller's image, in an array or a buffer, NCHW or NHWC, and planes in an array.
 *
 * <p>Buffers are read and written by absolute bulk transfers, which cost as much as a few dozen floats each: so a transfer
 * is as long as can be. Their positions are left alone.
 */
final class Ports {
    /** Floats that a transfer of NHWC from or to a buffer is held in on its way. */
    private static final int RAW = 8192;

    private Ports() {}

    /** Floats of the room that {@link #read} and {@link #write} need at the start of an array. */
    static int rawFloats(Geometry g) {
        return Math.max(RAW, Math.max(g.layer().inChannels(), g.layer().outChannels()));
    }

    /**
     * Reads a run of pixels of some channels of the input into planes.
     *
     * @param to receives channel {@code c}'s pixel {@code p} at {@code at + c * pitch + p}, both from 0 on; holds
     *     {@link #rawFloats} of room at its start
     */
    static void read(
            ImageCall call,
            Geometry g,
            int channel,
            int channels,
            int pixel,
            int pixels,
            float[] to,
            int at,
            int pitch) {
        if (call.access().dataLayout() == DataLayout.NCHW) {
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
        if (call.xBuffer() == null) {
            Transpose.toPlanes(call.x(), from, all, pixels, channels, to, at, pitch);
            return;
        }
        int most = Math.max(1, RAW / channels);
        for (int p = 0; p < pixels; p += most) {
            int count = Math.min(most, pixels - p);
            readPixels(call.xBuffer(), from + p * all, all, count, channels, to);
            Transpose.toPlanes(to, 0, channels, count, channels, to, at + p, pitch);
        }
    }

    private static void readPixels(FloatBuffer x, int from, int all, int pixels, int channels, float[] raw) {
        if (channels == all) {
            x.get(from, raw, 0, pixels * channels);
            return;
        }
        for (int p = 0; p < pixels; p++) {
            x.get(from + p * all, raw, p * channels, channels);
        }
    }

    /**
     * Writes a run of pixels of some channels of the output from planes.
     *
     * @param from holds channel {@code c}'s pixel {@code p} at {@code at + c * pitch + p}, both from 0 on, and
     *     {@link #rawFloats} of room at its start
     */
    static void write(
            ImageCall call,
            Geometry g,
            int channel,
            int channels,
            int pixel,
            int pixels,
            float[] from,
            int at,
            int pitch) {
        if (call.access().dataLayout() == DataLayout.NCHW) {
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
        if (call.yBuffer() == null) {
            Transpose.toPixels(from, at, pitch, pixels, channels, call.y(), to, all);
            return;
        }
        int most = Math.max(1, RAW / channels);
        for (int p = 0; p < pixels; p += most) {
            int count = Math.min(most, pixels - p);
            Transpose.toPixels(from, at + p, pitch, count, channels, from, 0, channels);
            writePixels(from, call.yBuffer(), to + p * all, all, count, channels);
        }
    }

    private static void writePixels(float[] raw, FloatBuffer y, int to, int all, int pixels, int channels) {
        if (channels == all) {
            y.put(to, raw, 0, pixels * channels);
            return;
        }
        for (int p = 0; p < pixels; p++) {
            y.put(to + p * all, raw, p * channels, channels);
        }
    }

    /** Writes a run of pixels of one channel. */
    static void writeRun(ImageCall call, Geometry g, int channel, int pixel, int pixels, float[] from, int at) {
        if (call.access().dataLayout() == DataLayout.NCHW) {
            write(call, g, channel, 1, pixel, pixels, from, at, pixels);
            return;
        }
        int all = g.layer().outChannels();
        int to = call.yo() + pixel * all + channel;
        for (int p = 0; p < pixels; p++, to += all) {
            if (call.yBuffer() == null) {
                call.y()[to] = from[at + p];
            } else {
                call.yBuffer().put(to, from[at + p]);
            }
        }
    }
}
