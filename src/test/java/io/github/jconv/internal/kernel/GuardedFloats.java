// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Floats between bands that must not change, in an array or a direct buffer. */
final class GuardedFloats {
    /** Odd, and more than a vector. */
    private static final int MARGIN = 67;

    /** A NaN that no computation gives, so that reading a band shows as well. */
    private static final int BAND = 0x7fc12345;

    private final float[] array;
    private final FloatBuffer buffer;
    private final int length;

    private GuardedFloats(float[] values, boolean direct) {
        float[] larger = new float[values.length + 2 * MARGIN];
        Arrays.fill(larger, Float.intBitsToFloat(BAND));
        System.arraycopy(values, 0, larger, MARGIN, values.length);
        length = values.length;
        array = direct ? null : larger;
        buffer = direct
                ? ByteBuffer.allocateDirect(Float.BYTES * larger.length)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer()
                        .put(0, larger)
                : null;
    }

    static GuardedFloats of(float[] values, boolean direct) {
        return new GuardedFloats(values, direct);
    }

    static GuardedFloats ofNaN(int length, boolean direct) {
        float[] values = new float[length];
        Arrays.fill(values, Float.NaN);
        return new GuardedFloats(values, direct);
    }

    /** The array, or null if it is a buffer. */
    float[] array() {
        return array;
    }

    /** The buffer, or null if it is an array. */
    FloatBuffer buffer() {
        return buffer;
    }

    /** Index of the first float. */
    int first() {
        return MARGIN;
    }

    float[] floats() {
        return Arrays.copyOfRange(all(), MARGIN, MARGIN + length);
    }

    boolean isGuarded() {
        float[] all = all();
        for (int i = 0; i < MARGIN; i++) {
            if (Float.floatToRawIntBits(all[i]) != BAND || Float.floatToRawIntBits(all[MARGIN + length + i]) != BAND) {
                return false;
            }
        }
        return true;
    }

    private float[] all() {
        if (array != null) {
            return array;
        }
        float[] all = new float[buffer.capacity()];
        buffer.get(0, all);
        return all;
    }
}
