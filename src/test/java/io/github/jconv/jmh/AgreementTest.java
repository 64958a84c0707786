// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.oracle.ConvCase;
import org.junit.jupiter.api.Test;

/** Another order of the sum agrees; a wrong output does not, and is named. */
class AgreementTest {
    private final ConvCase conv = ConvCase.parse("n2g2_ic16ih9iw11_oc6_kh3kw5_s1x1_p1x2_d1x1_zeros_b1_seed1");
    private final Workload workload = new Workload("net", "layer", 1, conv);
    private final JconvLayer jconv = new JconvLayer(conv, 1, AccuracyChoice.EXACT);
    private final Agreement agreement = new Agreement(workload, jconv.output(), AccuracyChoice.EXACT);

    @Test
    void itself() {
        assertNull(agreement.disagreement(jconv.output()));
    }

    /** 120 taps with up to 122 roundings on each side allow far more than one rounding. */
    @Test
    void oneRoundingMore() {
        float[] other = jconv.output().clone();
        for (int i = 0; i < other.length; i++) {
            other[i] = Math.nextUp(other[i]);
        }

        assertNull(agreement.disagreement(other));
    }

    @Test
    void aWrongOutputIsNamed() {
        float[] other = jconv.output().clone();
        int at = ((1 * 6 + 4) * 9 + 3) * 11 + 7;
        other[at] += 0.25f;

        String said = agreement.disagreement(other);

        assertTrue(said.startsWith("output " + at + " (1, 4, 3, 7): " + other[at] + ", but jconv "), said);
    }

    @Test
    void notANumber() {
        float[] other = jconv.output().clone();
        other[0] = Float.NaN;

        assertNotNull(agreement.disagreement(other));
    }

    @Test
    void anotherLength() {
        assertEquals("3 outputs, not 1188", agreement.disagreement(new float[3]));
    }
}
