// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far FAST may be from a peer: as far as its roundings carry, not as far as a fault does. */
class AccuracyChoiceTest {
    private static final double[][] A = {
        {1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}
    };
    private static final double[][] B = {
        {4, 0, -5, 0, 1, 0},
        {0, -4, -4, 1, 1, 0},
        {0, 4, -4, -1, 1, 0},
        {0, -2, -1, 2, 1, 0},
        {0, 2, -1, -2, 1, 0},
        {0, 4, 0, -5, 0, 1}
    };
    private static final double[][] G = {
        {1 / 4.0, 0, 0},
        {1 / 6.0, 1 / 6.0, 1 / 6.0},
        {1 / 6.0, -1 / 6.0, 1 / 6.0},
        {1 / 24.0, 1 / 12.0, 1 / 6.0},
        {1 / 24.0, -1 / 12.0, 1 / 6.0},
        {0, 0, 1}
    };
    private static final int FEWEST_CHANNELS = 6;

    /** The sum over elements i of A[a][i]^2 |G[i]|^2 |B[i]|^2: what the worst output magnifies squares by, an axis. */
    @Test
    void theWideningIsTheAmplificationOfTheWorstOutput() {
        double worst = 0;
        for (double[] a : A) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * a[i] * squares(G[i]) * squares(B[i]);
            }
            worst = Math.max(worst, sum);
        }
        double magnified = worst / 9 * Math.sqrt(1 + 24.0 / FEWEST_CHANNELS);

        assertEquals(Math.ceil(magnified), AccuracyChoice.FAST.widening());
    }

    private static double squares(double[] row) {
        return Arrays.stream(row).map(v -> v * v).sum();
    }

    /** The fewest channels, tiles that are not full, many channels. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n1g1_ic18ih56iw56_oc80_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
                "n1g1_ic64ih29iw31_oc48_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed2",
                "n1g1_ic512ih14iw14_oc96_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed3",
                "n1g1_ic40ih29iw31_oc128_kh5kw5_s1x1_p2x2_d1x1_zeros_b1_seed4",
                "n1g1_ic96ih29iw31_oc128_kh3kw3_s1x1_p2x2_d2x2_zeros_b1_seed5"
            })
    void fastAgreesAndAFaultDoesNot(String line) {
        ConvCase conv = ConvCase.parse(line);
        JconvLayer fast = new JconvLayer(conv, 1, AccuracyChoice.FAST);
        float[] exact = new JconvLayer(conv, 1, AccuracyChoice.EXACT).output();
        Agreement agreement = new Agreement(new Workload("net", "layer", 1, conv), fast.output(), AccuracyChoice.FAST);

        assertEquals(Platform.current().vectors(), fast.kernel().startsWith("winograd"));
        assertNull(agreement.disagreement(exact));
        float[] shifted = new float[exact.length];
        System.arraycopy(exact, 0, shifted, 1, exact.length - 1);
        assertTrue(agreement.disagreement(shifted).startsWith("output "));
    }
}
