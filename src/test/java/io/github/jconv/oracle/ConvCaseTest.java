// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.PaddingMode;
import io.github.jconv.oracle.ConvCase.Padding;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ConvCaseTest {
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void itsLineReplaysIt(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        assertEquals(c, ConvCase.parse(c.toString()));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void soDoesThatOfAFusedOne(@ForAll(supplier = ConvCases.Fused.class) ConvCase c) {
        assertEquals(c, ConvCase.parse(c.toString()));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void soDoesThatOfOneOfOtherPadding(@ForAll(supplier = ExtendedCases.Fused.class) ConvCase c) {
        assertEquals(c, ConvCase.parse(c.toString()));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void generatedCasesAreLegalAndOfBoundedCost(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        assertDoesNotThrow(() -> c.builder().build().outputShape(c.shape()), c::toString);
        assertTrue(new Oracle(c).multiplyAdds() <= 100_000, c::toString);
        assertTrue(c.inputLength() < 2_000_000, c::toString);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void generatedLargeCasesAreLegalAndOfBoundedCost(@ForAll(supplier = ConvCases.Large.class) ConvCase c) {
        assertDoesNotThrow(() -> c.builder().build().outputShape(c.shape()), c::toString);
        assertTrue(new Oracle(c).multiplyAdds() <= 3_000_000, c::toString);
    }

    @Example
    void linesReadAsTheyLook() {
        String line = "n1g2_ic16ih7iw9_oc32_kh3kw3_s1x2_p1x0_d2x1_zeros_b1_seed7";
        ConvCase c = new ConvCase(
                1,
                true,
                2,
                16,
                7,
                9,
                32,
                3,
                3,
                1,
                2,
                Padding.AMOUNT,
                1,
                0,
                2,
                1,
                PaddingMode.ZEROS,
                true,
                Data.REAL,
                7);
        assertEquals(c, ConvCase.parse(line));
        assertEquals(line, c.toString());

        String unbatched = "ug1_ic3ih5iw4_oc4_kh2kw1_s1x1_same_d1x3_reflect_b0_subnormal_seed-1";
        ConvCase other = new ConvCase(
                1,
                false,
                1,
                3,
                5,
                4,
                4,
                2,
                1,
                1,
                1,
                Padding.SAME,
                0,
                0,
                1,
                3,
                PaddingMode.REFLECT,
                false,
                Data.SUBNORMAL,
                -1);
        assertEquals(other, ConvCase.parse(unbatched));
        assertEquals(unbatched, other.toString());

        String fused = line.replace("_seed7", "_add_clamp-1.5to0.25_seed7");
        assertEquals(c.with(true, After.clamp(-1.5f, 0.25f)), ConvCase.parse(fused));
        assertEquals(fused, ConvCase.parse(fused).toString());
        assertEquals(other.with(false, After.SILU), ConvCase.parse(unbatched.replace("_seed-1", "_silu_seed-1")));
    }

    @Example
    void linesOfPaddingThatPyTorchHasNot() {
        String sides = "n1g1_ic3ih5iw4_oc4_kh2kw1_s1x1_p1,0,2,11_d1x3_reflect,zeros_b0_seed1";
        ConvCase c = ConvCase.parse(sides);
        assertEquals(sides, c.toString());
        assertEquals(new ConvCase.Extension(2, 11, PaddingMode.ZEROS, false), c.extension());
        for (String padding : new String[] {"sameupper_d1x1_zeros", "samelower_d1x1_circular_repeats"}) {
            String line = "ug1_ic3ih5iw4_oc4_kh2kw1_s2x1_" + padding + "_b0_seed1";
            assertEquals(line, ConvCase.parse(line).toString());
        }
    }

    @Example
    void otherLinesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ConvCase.parse("n1g2_ic16ih7iw9"));
        assertThrows(
                IllegalArgumentException.class,
                () -> ConvCase.parse("n1g2_ic16ih7iw9_oc32_kh3kw3_s1x2_full_d2x1_zeros_b1_seed7"));
    }

    @Example
    void theSeedDecidesTheData() {
        ConvCase c = ConvCase.parse("n1g1_ic2ih3iw3_oc2_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed7");
        ConvCase again = ConvCase.parse(c.toString());
        ConvCase other = ConvCase.parse(c.toString().replace("seed7", "seed8"));
        assertArrayEquals(c.input(), again.input());
        assertArrayEquals(c.weight(), again.weight());
        assertArrayEquals(c.biasValues(), again.biasValues());
        assertTrue(BitEquality.mismatch(c.input(), other.input()) >= 0);
        assertTrue(BitEquality.mismatch(c.weight(), other.weight()) >= 0);
    }
}
