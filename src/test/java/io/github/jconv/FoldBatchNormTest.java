// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.Data;
import io.github.jconv.oracle.ErrorBound;
import io.github.jconv.oracle.Oracle;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A layer into which a batch normalisation is folded is the layer and the normalisation. */
class FoldBatchNormTest {
    private static final double U = 0x1p-24;

    /** Statistics as those of a trained network. */
    private record Norm(float[] gamma, float[] beta, float[] mean, float[] variance, double eps) {
        static Norm random(int channels, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            Norm norm =
                    new Norm(new float[channels], new float[channels], new float[channels], new float[channels], 1e-5);
            for (int oc = 0; oc < channels; oc++) {
                norm.gamma[oc] = (float) (2 * random.nextDouble() - 0.5);
                norm.beta[oc] = (float) (2 * random.nextDouble() - 1);
                norm.mean[oc] = (float) (4 * random.nextDouble() - 2);
                norm.variance[oc] = oc % 7 == 3 ? 0 : (float) (9 * random.nextDouble());
            }
            return norm;
        }

        Conv2d foldedInto(Conv2d conv) {
            return conv.foldBatchNorm(gamma, beta, mean, variance, eps);
        }

        double scale(int oc) {
            return gamma[oc] / Math.sqrt(variance[oc] + eps);
        }
    }

    /**
     * With {@code s} the scale, the exact result is {@code s (sum w x + b - mean) + beta}. Folded weights and bias each have
     * one rounding of {@code u}, so their exact sum is within {@code u (|s| sum |w x| + |b'|)} of it, and the layer's own
     * within {@code gamma(n + 1)} of its terms, which are greater by a factor of {@code 1 + u} at most. Roundings of double
     * are far below one more {@code u}: {@code gamma(n + 3) (|s| sum |w x| + |b'|)}, where {@code |b'|} is at most {@code |s|
     * (|b| + |mean|) + |beta|}.
     */
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void isTheNormalisationOfTheExactResult(@ForAll(supplier = ConvCases.Any.class) ConvCase any) {
        ConvCase c = any.with(Data.REAL);
        Norm norm = Norm.random(c.oc(), c.seed());
        float[] y = norm.foldedInto(c.builder().build()).forward(c.input(), c.shape());
        ErrorBound bound = new ErrorBound(c);
        Oracle oracle = new Oracle(c);
        int taps = c.ic() / c.groups() * c.kh() * c.kw();
        double gamma = (taps + 3) * U / (1 - (taps + 3) * U);
        double single = (taps + 2) * U / (1 - (taps + 2) * U);
        for (int i = 0; i < y.length; i++) {
            int oc = i / (oracle.oh() * oracle.ow()) % c.oc();
            double exact = (bound.exact(i) - norm.mean[oc]) * norm.scale(oc) + norm.beta[oc];
            // Of |b| and all |w x|.
            double magnitude = bound.at(i) / single;
            double most = Math.abs(norm.scale(oc)) * (magnitude + Math.abs(norm.mean[oc])) + Math.abs(norm.beta[oc]);
            double error = Math.abs(y[i] - exact);
            assertTrue(error <= gamma * most, c + " at " + i + ": " + y[i] + ", not " + exact);
        }
    }

    /** Small integers, scales that are powers of two: nothing is rounded, folded or not. */
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void isExactlyBothWhereNothingIsRounded(@ForAll(supplier = ConvCases.Any.class) ConvCase any) {
        ConvCase c = any.with(Data.INT);
        SplittableRandom random = new SplittableRandom(c.seed());
        Norm norm = new Norm(new float[c.oc()], new float[c.oc()], new float[c.oc()], new float[c.oc()], 0);
        for (int oc = 0; oc < c.oc(); oc++) {
            norm.gamma[oc] = Math.scalb(random.nextBoolean() ? 1f : -1f, random.nextInt(-3, 4));
            norm.variance[oc] = Math.scalb(1f, 2 * random.nextInt(-3, 4));
            norm.mean[oc] = random.nextInt(-9, 10);
            norm.beta[oc] = random.nextInt(-9, 10);
        }
        Conv2d conv = c.builder().build();
        float[] y = conv.forward(c.input(), c.shape());
        Oracle oracle = new Oracle(c);
        for (int i = 0; i < y.length; i++) {
            int oc = i / (oracle.oh() * oracle.ow()) % c.oc();
            y[i] = (y[i] - norm.mean[oc]) * (float) norm.scale(oc) + norm.beta[oc] + 0f;
        }
        float[] folded = norm.foldedInto(conv).forward(c.input(), c.shape());
        for (int i = 0; i < folded.length; i++) {
            folded[i] += 0f;
        }
        assertArrayEquals(y, folded, c::toString);
    }

    @Example
    void theFormulaIsTheDocumentedOne() {
        Conv2d conv = Conv2d.builder()
                .inChannels(1)
                .outChannels(2)
                .kernelSize(1)
                .padding(1)
                .weight(new float[] {3, 5})
                .bias(false)
                .accuracy(Accuracy.FAST)
                .parallelism(3)
                .build();
        float[] gamma = {0.7f, -1.3f};
        float[] beta = {0.1f, 0.2f};
        float[] mean = {0.3f, -0.4f};
        float[] variance = {2, 0};
        Conv2d folded = conv.foldBatchNorm(gamma, beta, mean, variance, 1e-3);
        double s0 = 0.7f / Math.sqrt(2 + 1e-3);
        double s1 = -1.3f / Math.sqrt(1e-3);
        assertArrayEquals(new float[] {(float) (3 * s0), (float) (5 * s1)}, folded.weight());
        assertArrayEquals(new float[] {(float) (-0.3f * s0 + 0.1f), (float) (0.4f * s1 + 0.2f)}, folded.bias());
        assertEquals("Conv2d(1, 2, kernel_size=(1, 1), stride=(1, 1), padding=(1, 1))", folded.toString());
        assertArrayEquals(new float[] {3, 5}, conv.weight());
        assertEquals(conv.plan(1, 400, 400).threads(), folded.plan(1, 400, 400).threads());
    }

    @Example
    void anActivationFollowsTheNormalisation() {
        Conv2d conv = Conv2d.builder()
                .inChannels(1)
                .outChannels(1)
                .kernelSize(1)
                .weight(new float[] {1})
                .bias(false)
                .build();
        float[] one = {1};
        Conv2d folded =
                conv.foldBatchNorm(one, new float[] {-1}, new float[1], one, 0).withActivation(Activation.relu());
        assertArrayEquals(new float[] {0, 0, 2}, folded.forward(new float[] {-3, 1, 3}, 1, 1, 3));
        assertRefused(
                "activation=ReLU(): a normalisation behind an activation cannot be folded",
                () -> folded.foldBatchNorm(one, one, one, one, 0));
    }

    @Example
    void parametersOutsideTheirLimitsAreRefused() {
        Conv2d conv =
                Conv2d.builder().inChannels(1).outChannels(2).kernelSize(1).build();
        float[] two = {1, 1};
        for (float[] bad : new float[][] {null, {}, {1}, {1, 1, 1}}) {
            String said = bad == null ? "=null: must be given" : ".length=" + bad.length + ": expected 2 elements";
            assertRefused("gamma" + said, () -> conv.foldBatchNorm(bad, two, two, two, 1e-5));
            assertRefused("beta" + said, () -> conv.foldBatchNorm(two, bad, two, two, 1e-5));
            assertRefused("mean" + said, () -> conv.foldBatchNorm(two, two, bad, two, 1e-5));
            assertRefused("variance" + said, () -> conv.foldBatchNorm(two, two, two, bad, 1e-5));
        }
        for (double eps : new double[] {-1e-9, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertRefused("eps=" + eps + ": must be", () -> conv.foldBatchNorm(two, two, two, two, eps));
        }
        for (float variance : new float[] {-1e-9f, Float.NaN}) {
            assertRefused(
                    "variance[1]=" + variance + ": must not be negative or NaN",
                    () -> conv.foldBatchNorm(two, two, two, new float[] {1, variance}, 1));
        }
        assertRefused(
                "variance[0]=0.0: with eps=0.0 it must be positive",
                () -> conv.foldBatchNorm(two, two, two, new float[2], 0));
    }

    private static void assertRefused(String message, Runnable call) {
        String said = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(said.contains(message), said);
    }
}
