// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.PaddingMode;
import io.github.jconv.internal.exec.Executor;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Kernel;
import io.github.jconv.internal.kernel.Kernels;
import io.github.jconv.internal.kernel.Weights;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCase.Padding;
import io.github.jconv.oracle.Data;
import io.github.jconv.oracle.ErrorBound;
import io.github.jconv.torch.GoldenCase.Crc;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kernel and the public forward against what PyTorch computed: equal on small integers, within {@link ErrorBound}
 * of its float64 result on real values, where the bits are the contract's.
 */
@Tag("bits")
class GoldenTest {
    private static final List<GoldenCase> ALL = GoldenCase.all();

    /** All, or the one of {@code -Djconv.case=<line>}. */
    static List<GoldenCase> cases() {
        String only = System.getProperty("jconv.case");
        return ALL.stream()
                .filter(golden -> only == null || golden.layer().toString().equals(only))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void agreesWithPyTorch(GoldenCase golden) {
        ConvCase c = golden.layer();
        float[] x = c.input();
        Crc data = new Crc().add(x).add(c.weight());
        assertEquals(golden.dataCrc(), (c.bias() ? data.add(c.biasValues()) : data).hex(), () -> "data of " + c);

        assertArrayEquals(golden.shape(), c.builder().build().outputShape(c.shape()), c::toString);
        check(golden, "forward", c.builder().build().forward(x, c.shape()));

        Geometry geometry = CaseGeometry.of(c);
        Weights weights = new Weights(geometry.layer(), c.weight(), c.biasValues());
        for (Kernel kernel : Kernels.ALL) {
            if (kernel.accepts(geometry, Platform.current())) {
                float[] y = new float[golden.outputLength()];
                Arrays.fill(y, Float.NaN);
                Executor.run(Planner.plan(kernel, geometry, Platform.current(), 1), weights, x, 0, y, 0);
                check(golden, kernel.name(), y);
            }
        }
    }

    private static void check(GoldenCase golden, String what, float[] y) {
        assertEquals(golden.outputLength(), y.length, () -> golden + " (" + what + ")");
        boolean exact = golden.layer().data() == Data.INT;
        ErrorBound bound = new ErrorBound(golden.layer());
        for (int i = 0; i < golden.samples().length; i++) {
            int at = golden.index(i);
            double torch = golden.samples()[i];
            double allowed = exact ? 0 : bound.at(at);
            assertTrue(
                    Math.abs(y[at] - torch) <= allowed,
                    () -> "%s (%s): at index %d PyTorch has %s +- %s but got %s%s"
                            .formatted(golden, what, at, torch, allowed, y[at], replay(golden)));
        }
        assertEquals(
                golden.bitsCrc(),
                new Crc().add(y).hex(),
                () -> "bits of %s (%s)%s".formatted(golden, what, replay(golden)));
    }

    private static String replay(GoldenCase golden) {
        return "\n  replay: mvn test -Dtest=GoldenTest#agreesWithPyTorch -Djconv.case=" + golden.layer();
    }

    @Test
    void theCasesCoverTheParameters() {
        assertTrue(ALL.size() >= 400, () -> ALL.size() + " cases");
        Set<String> combinations = ALL.stream()
                .map(GoldenCase::layer)
                .map(c -> c.mode() + " " + c.padding() + " " + c.data() + (c.batched() ? " N" : ""))
                .collect(Collectors.toSet());
        Set<Padding> paddings = EnumSet.of(Padding.AMOUNT, Padding.SAME, Padding.VALID);
        assertEquals(PaddingMode.values().length * paddings.size() * 2 * 2, combinations.size());
        for (PaddingMode mode : PaddingMode.values()) {
            assertCovered(mode, "batch 0", c -> c.n() == 0);
            assertCovered(mode, "groups", c -> c.groups() > 1 && c.ic() > c.groups());
            assertCovered(mode, "depthwise with a multiplier", c -> c.groups() == c.ic() && c.oc() > c.ic());
            assertCovered(mode, "stride and dilation by axis", c -> c.sh() != c.sw() && c.dh() != c.dw());
            assertCovered(mode, "kernel larger than the image", c -> c.kh() > c.ih() && c.kw() > c.iw());
            assertCovered(mode, "nothing square", c -> c.kh() != c.kw() && c.ih() != c.iw() && c.ph() != c.pw());
        }
    }

    private static void assertCovered(PaddingMode mode, String what, Predicate<ConvCase> kind) {
        for (Data data : List.of(Data.INT, Data.REAL)) {
            assertTrue(
                    ALL.stream()
                            .map(GoldenCase::layer)
                            .anyMatch(c -> c.mode() == mode && c.data() == data && kind.test(c)),
                    () -> what + ", " + mode + ", " + data);
        }
    }
}
