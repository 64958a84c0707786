// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OrtException;
import io.github.jconv.Accuracy;
import io.github.jconv.Conv2d;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.planner.ColdStart;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.BitEquality;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.ErrorBound;
import io.github.jconv.oracle.ExtendedCases;
import io.github.jconv.oracle.WinogradBound;
import io.github.jconv.oracle.WinogradCases;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Tuple;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;

/**
 * Random cases against PyTorch in float64, which an output may differ from by its own rounding, and against ONNX Runtime,
 * which rounds too: {@code mvn -Ppeers test}.
 *
 * <p>{@code -Djconv.cases} says how many, {@code -Djconv.seed} repeats a run, {@code -Djconv.case} one case of it.
 */
class PeersTest {
    private static final int CASES = 10_000;
    private static final int FAILURES = 20;

    private final Map<Accuracy, Integer> compared = new EnumMap<>(Accuracy.class);
    private final List<String> failures = new ArrayList<>();
    private int winograd;

    @Test
    void jconvAgreesWithPyTorchAndOnnxRuntime() {
        int count = System.getProperty("jconv.case") != null ? 1 : Integer.getInteger("jconv.cases", CASES);
        long seed = Long.getLong("jconv.seed", new SplittableRandom().nextInt(Integer.MAX_VALUE));
        System.out.printf("peers: %d cases, -Djconv.seed=%s%n", count, seed);
        JqwikSession.run(() -> compare(count, seed));
        System.out.printf("peers: compared %s, %d of FAST by winograd%n", compared, winograd);
        assertEquals("", String.join("\n", failures));
    }

    private void compare(int count, long seed) throws OrtException, InterruptedException {
        RandomGenerator<ConvCase> generator = cases().generator(1000);
        Random random = new Random(seed);
        long start = System.nanoTime();
        for (int i = 1; i <= count && failures.size() < FAILURES; i++) {
            compare(generator.next(random).value());
            if (i % 1000 == 0) {
                System.out.printf("peers: %d cases, %.0f s%n", i, (System.nanoTime() - start) / 1e9);
            }
        }
    }

    /** Peers refuse a batch of none. */
    private static Arbitrary<ConvCase> cases() {
        return Arbitraries.frequencyOf(
                        Tuple.of(60, new ConvCases.Any().get()),
                        Tuple.of(20, new ExtendedCases.Any().get()),
                        Tuple.of(1, new ConvCases.Deep().get()),
                        Tuple.of(3, new ConvCases.Large().get()),
                        Tuple.of(10, new WinogradCases.Small().get()),
                        Tuple.of(6, new WinogradCases.Worthwhile().get()))
                .filter(c -> c.n() > 0);
    }

    private void compare(ConvCase c) throws OrtException, InterruptedException {
        double[] pytorch = PyTorch.forward(PeerLayer.of(c));
        float[] onnx = OnnxRuntime.forward(PeerLayer.ofOnnx(c));
        ErrorBound sums = new ErrorBound(c);
        // Else most forwards of EXACT would be the scalar kernel's.
        ColdStart.await(Planner.plan(CaseGeometry.of(c), Platform.current(), 1), Platform.current());
        for (Accuracy accuracy : Accuracy.values()) {
            Conv2d conv = c.builder().accuracy(accuracy).build();
            boolean transformed = conv.plan(c.shape()).kernel().equals("winograd");
            ErrorBound bound = transformed ? new WinogradBound(c) : sums;
            float[] y = conv.forward(c.input(), c.shape());
            String failure = failure(bound, y, pytorch, sums, onnx);
            if (failure != null) {
                failures.add(c + " (" + accuracy + "): " + failure + BitEquality.replay(c));
                System.out.println(failures.get(failures.size() - 1));
            }
            compared.merge(accuracy, 1, Integer::sum);
            winograd += transformed ? 1 : 0;
        }
    }

    /** The first output that is too far off, or null if there is none. */
    private static String failure(ErrorBound bound, float[] y, double[] pytorch, ErrorBound sums, float[] onnx) {
        if (y.length != pytorch.length || y.length != onnx.length) {
            return y.length + " outputs, PyTorch " + pytorch.length + ", ONNX Runtime " + onnx.length;
        }
        for (int i = 0; i < y.length; i++) {
            if (!bound.allows(i, pytorch[i], 0, y[i])) {
                return "at index %d of %d PyTorch has %s +- %s but got %s"
                        .formatted(i, y.length, pytorch[i], bound.at(i), y[i]);
            }
            if (!bound.allows(i, onnx[i], sums.at(i), y[i])) {
                return "at index %d of %d ONNX Runtime has %s +- %s but got %s"
                        .formatted(i, y.length, onnx[i], bound.at(i) + sums.at(i), y[i]);
            }
        }
        return null;
    }
}
