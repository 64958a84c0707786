// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.ExtendedCases;
import io.github.jconv.oracle.Oracle;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class GeometryTest {
    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void sizesAreTheOraclesCountedOneByOne(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        assertSizes(c);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void sizesOfPaddingThatPyTorchHasNot(@ForAll(supplier = ExtendedCases.Any.class) ConvCase c) {
        assertSizes(c);
    }

    private static void assertSizes(ConvCase c) {
        Geometry g = CaseGeometry.of(c);
        Oracle oracle = new Oracle(c);
        assertEquals(oracle.oh(), g.oh(), c::toString);
        assertEquals(oracle.ow(), g.ow(), c::toString);
        assertEquals(oracle.paddedHeight(), g.paddedHeight(), c::toString);
        assertEquals(oracle.paddedWidth(), g.paddedWidth(), c::toString);
        assertEquals(oracle.multiplyAdds(), g.multiplyAdds(), c::toString);
    }

    @Example
    void everySmallAxis() {
        for (int padded = 1; padded <= 20; padded++) {
            for (int window = 1; window <= padded; window++) {
                for (int stride = 1; stride <= 22; stride++) {
                    int places = 0;
                    for (int start = 0; start + window <= padded; start += stride) {
                        places++;
                    }
                    assertEquals(places, Geometry.outputSize(padded, 0, window, stride));
                }
            }
        }
    }

    @Example
    void aWindowLargerThanThePaddedInputHasNoPlace() {
        for (int stride = 1; stride < 5; stride++) {
            assertEquals(0, Geometry.outputSize(3, 2, 6, stride));
            assertEquals(1, Geometry.outputSize(3, 2, 5, stride));
        }
    }

    @Example
    void sizesNearTheLimitDoNotOverflow() {
        long max = Integer.MAX_VALUE;
        assertEquals(3 * max, Geometry.outputSize(max, 2 * max, 1, 1));
        assertEquals(1, Geometry.outputSize(max, 2 * max, 3 * max, max));
        assertEquals(3, Geometry.outputSize(max, 2 * max, 1, max));
        assertEquals(2 - max * max, Geometry.outputSize(1, 0, max * max, 1));
    }

    /** ONNX's: ceil(size / stride) outputs; what is missing for the last window, the odd one at the named side. */
    @Example
    void sameWithAStride() {
        assertSame("kh3kw4_s2x2", 5, 5, 3, 1, 1, 1, 2);
        assertSame("kh3kw4_s2x2", 6, 6, 3, 0, 1, 1, 1);
        assertSame("kh2kw5_s3x4", 7, 9, 3, 0, 1, 2, 2);
        assertSame("kh1kw2_s2x3", 5, 7, 3, 0, 0, 0, 1);
        assertSame("kh1kw1_s9x2147483647", 7, 7, 1, 0, 0, 0, 0);
    }

    /** Of SAME_UPPER; rows and columns come to as many outputs. SAME_LOWER exchanges the sides. */
    private static void assertSame(String window, int ih, int iw, int out, int top, int bottom, int left, int right) {
        String line = "n1g1_ic1ih" + ih + "iw" + iw + "_oc1_" + window + "_%s_d1x1_zeros_b0_seed0";
        Geometry upper = CaseGeometry.of(ConvCase.parse(line.formatted("sameupper")));
        Geometry lower = CaseGeometry.of(ConvCase.parse(line.formatted("samelower")));
        LayerSpec none = upper.layer();
        assertEquals(new Geometry(none, 1, ih, iw, out, out, top, bottom, left, right), upper, line);
        assertEquals(new Geometry(lower.layer(), 1, ih, iw, out, out, bottom, top, right, left), lower, line);
    }

    @Example
    void samePadsTheLargerHalfAtTheEnd() {
        Geometry even = CaseGeometry.of(ConvCase.parse("n1g1_ic1ih5iw5_oc1_kh4kw3_s1x1_same_d1x3_zeros_b0_seed0"));
        assertEquals(1, even.padTop());
        assertEquals(2, even.padBottom());
        assertEquals(3, even.padLeft());
        assertEquals(3, even.padRight());
        assertEquals(5, even.oh());
        assertEquals(5, even.ow());
    }
}
