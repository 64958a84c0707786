// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.Oracle;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class GeometryTest {
    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void sizesAreTheOraclesCountedOneByOne(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
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
