// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.oracle;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;

class ErrorBoundTest {
    private static final String LINE = "n2g2_ic8ih7iw9_oc6_kh3kw2_s2x1_p1x1_d1x2_reflect_b1_seed3";

    @ParameterizedTest
    @ValueSource(strings = {"", "int_", "zero_", "subnormal_", "huge_", "nonfinite_"})
    void theOracleIsWithinIt(String data) {
        ConvCase c = ConvCase.parse(LINE.replace("_seed", "_" + data + "seed"));
        assertDoesNotThrow(() -> new ErrorBound(c).check("oracle", Oracle.forward(c)));
    }

    @Test
    void isGammaOfTheTapsAndTwoTimesTheMagnitude() {
        ConvCase c = ConvCase.parse("n1g1_ic1ih1iw3_oc1_kh1kw3_s1x1_p0x0_d1x1_zeros_b1_int_seed5");
        double magnitude = Math.abs(c.biasValues()[0]);
        double exact = c.biasValues()[0];
        for (int i = 0; i < 3; i++) {
            magnitude += Math.abs(c.weight()[i] * c.input()[i]);
            exact += c.weight()[i] * c.input()[i];
        }
        assertTrue(magnitude > 0);
        ErrorBound bound = new ErrorBound(c);
        assertEquals(1, bound.length());
        assertEquals(exact, bound.exact(0));
        double u = 0x1p-24;
        assertEquals(5 * u / (1 - 5 * u) * magnitude, bound.at(0), 1e-30);
    }

    @Test
    void aReferenceThatIsOffItselfWidensIt() {
        ErrorBound bound = new ErrorBound(ConvCase.parse(LINE));
        double exact = bound.exact(0);
        float y = (float) (exact + 1.5 * bound.at(0));
        assertFalse(bound.allows(0, exact, 0, y));
        assertTrue(bound.allows(0, exact, bound.at(0), y));
    }

    @Test
    void oneOutputBeyondItFailsAndTellsTheCase() {
        ConvCase c = ConvCase.parse(LINE);
        ErrorBound bound = new ErrorBound(c);
        for (int i = 0; i < bound.length(); i += 17) {
            float[] y = Oracle.forward(c);
            y[i] += (float) (2.1 * bound.at(i)) + Math.ulp(y[i]);
            AssertionFailedError error = assertThrows(AssertionFailedError.class, () -> bound.check("mine", y));
            assertTrue(error.getMessage().contains(LINE + " (mine): at index " + i + " of "), error::getMessage);
            assertTrue(error.getMessage().endsWith("-Djconv.case=" + LINE), error::getMessage);
        }
    }

    @Test
    void aMissingTapFails() {
        ConvCase c = ConvCase.parse(LINE);
        float[] weight = c.weight();
        weight[weight.length / 2] = 0;
        float[] y = new Oracle(c).forward(c.input(), weight, c.biasValues());
        assertThrows(AssertionFailedError.class, () -> new ErrorBound(c).check("mine", y));
    }

    @Test
    void anOutputOfAnotherLengthFails() {
        ConvCase c = ConvCase.parse(LINE);
        int length = Oracle.forward(c).length;
        assertThrows(AssertionFailedError.class, () -> new ErrorBound(c).check("mine", new float[length - 1]));
        assertThrows(AssertionFailedError.class, () -> new ErrorBound(c).check("mine", new float[length + 1]));
    }

    @Test
    void finiteOutputsMustBeFinite() {
        ErrorBound bound = new ErrorBound(ConvCase.parse(LINE));
        assertTrue(bound.allows(0, bound.exact(0), 0, (float) bound.exact(0)));
        assertFalse(bound.allows(0, bound.exact(0), 0, Float.NaN));
        assertFalse(bound.allows(0, bound.exact(0), 0, Float.POSITIVE_INFINITY));
    }

    @Test
    void outputsThatAreNotFiniteMustBeTheSame() {
        ConvCase c = ConvCase.parse(LINE.replace("_seed", "_nonfinite_seed"));
        ErrorBound bound = new ErrorBound(c);
        int nans = 0;
        int infinities = 0;
        for (int i = 0; i < bound.length(); i++) {
            double exact = bound.exact(i);
            if (Double.isFinite(exact)) {
                continue;
            }
            nans += Double.isNaN(exact) ? 1 : 0;
            infinities += Double.isNaN(exact) ? 0 : 1;
            assertTrue(bound.allows(i, exact, 0, (float) exact));
            assertFalse(bound.allows(i, exact, 0, (float) -exact) && !Double.isNaN(exact));
            assertFalse(bound.allows(i, exact, 0, 1));
            assertEquals(Double.isNaN(exact), bound.allows(i, exact, 0, Float.NaN));
        }
        assertTrue(nans > 0 && infinities > 0, nans + " NaN, " + infinities + " infinities");
    }

    @Test
    void aSumThatMayOverflowMayBeAnything() {
        ConvCase c = ConvCase.parse(LINE.replace("_seed", "_huge_seed"));
        ErrorBound bound = new ErrorBound(c);
        assertTrue(bound.at(0) > 1);
        assertTrue(bound.allows(0, bound.exact(0), 0, Float.NaN));
        assertTrue(bound.allows(0, bound.exact(0), 0, Float.NEGATIVE_INFINITY));
    }
}
