// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** All values of the short types, by their definition. */
class ElementTypeTest {
    @Test
    void everyHalfIsItsValue() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            assertValue(value(bits, 5, 10), widened(ElementType.F16, bits));
        }
    }

    @Test
    void everyBrainFloatIsItsValue() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            assertValue(value(bits, 8, 7), widened(ElementType.BF16, bits));
        }
    }

    /** IEEE 754, 3.4: sign, biased exponent, trailing significand. */
    private static double value(int bits, int exponentBits, int significandBits) {
        int sign = bits >> 15 == 0 ? 1 : -1;
        int exponent = bits >> significandBits & (1 << exponentBits) - 1;
        double fraction = (bits & (1 << significandBits) - 1) / (double) (1 << significandBits);
        int bias = (1 << exponentBits - 1) - 1;
        if (exponent == (1 << exponentBits) - 1) {
            return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        return sign * (exponent == 0 ? Math.scalb(fraction, 1 - bias) : Math.scalb(1 + fraction, exponent - bias));
    }

    /** The sign of a zero too. */
    private static void assertValue(double expected, float actual) {
        assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(actual));
    }

    /** The element between two others. */
    private static float widened(ElementType type, int bits) {
        ByteBuffer bytes = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(2, (short) bits);
        float[] floats = new float[5];
        type.widen(bytes, floats, 1, 3);
        assertTrue(floats[0] == 0 && floats[1] == 0 && floats[3] == 0 && floats[4] == 0);
        return floats[2];
    }
}
