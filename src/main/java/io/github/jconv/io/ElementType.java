// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a file stores an element: types of which every value is a float. */
enum ElementType {
    /** IEEE 754's binary32. */
    F32("<f4", Float.BYTES),
    /** IEEE 754's binary16. */
    F16("<f2", Short.BYTES),
    /** The upper half of a binary32. */
    BF16(null, Short.BYTES);

    /** The last position of a binary16's significand is worth this much, if subnormal. */
    private static final float HALF_ULP = 0x1p-24f;

    /** NumPy's name; null if it has none. */
    private final String descr;

    private final int bytes;

    ElementType(String descr, int bytes) {
        this.descr = descr;
        this.bytes = bytes;
    }

    /** Of one element. */
    int bytes() {
        return bytes;
    }

    /** Reads the next {@code count} elements as floats, to {@code to} from index {@code at} on. */
    void widen(ByteBuffer from, float[] to, int at, int count) {
        if (this == F32) {
            from.asFloatBuffer().get(to, at, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            short element = from.getShort(i * Short.BYTES);
            to[at + i] = this == F16 ? widenHalf(element) : Float.intBitsToFloat(element << 16);
        }
    }

    /** The type that NumPy calls {@code descr}. */
    static Optional<ElementType> ofNumPy(String descr) {
        return Arrays.stream(values()).filter(type -> descr.equals(type.descr)).findFirst();
    }

    /** The type that safetensors calls {@code dtype}. */
    static Optional<ElementType> ofSafetensors(String dtype) {
        return Arrays.stream(values()).filter(type -> dtype.equals(type.name())).findFirst();
    }

    /** Those that safetensors may have, for messages. */
    static String safetensorsNames() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }

    private static float widenHalf(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1f;
        int significand = half & 0x3ff;
        int magnitude = switch (exponent) {
            case 0 -> Float.floatToRawIntBits(significand * HALF_ULP);
            case 0x1f -> 0x7f800000 | significand << 13;
            default -> exponent + 127 - 15 << 23 | significand << 13;
        };
        return Float.intBitsToFloat(sign | magnitude);
    }
}
