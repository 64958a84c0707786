// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BenchCommandTest {
    private static final List<Object> SMALL =
            List.of("bench", "--input", "2,8,9,9", "--out-channels", 4, "--kernel", 3, "--seconds", 0.001);

    @Test
    void theKeysAreStableAndTheNumbersRight() {
        Map<?, ?> facts = Json.object(bench("--threads", "1,2", "--json").done().out());
        assertEquals(
                List.of(
                        "layer",
                        "input_shape",
                        "output_shape",
                        "multiply_adds",
                        "bytes_moved",
                        "java",
                        "arch",
                        "processors",
                        "vector_api",
                        "first_call_us",
                        "runs"),
                List.copyOf(facts.keySet()));
        assertEquals("Conv2d(8, 4, kernel_size=(3, 3), stride=(1, 1))", facts.get("layer"));
        assertEquals(List.of(2.0, 8.0, 9.0, 9.0), facts.get("input_shape"));
        assertEquals(List.of(2.0, 4.0, 7.0, 7.0), facts.get("output_shape"));
        assertEquals(2.0 * 4 * 49 * 8 * 9, facts.get("multiply_adds"));
        assertEquals(4.0 * (2 * 8 * 81 + 2 * 4 * 49 + 4 * 8 * 9 + 4), facts.get("bytes_moved"));
        assertEquals("used", facts.get("vector_api"));
        assertTrue((Double) facts.get("first_call_us") > 0);
        List<?> runs = (List<?>) facts.get("runs");
        assertEquals(2, runs.size());
        for (int i = 0; i < 2; i++) {
            assertRun(facts, (Map<?, ?>) runs.get(i), i + 1.0);
        }
    }

    private static void assertRun(Map<?, ?> facts, Map<?, ?> run, double threads) {
        assertEquals(
                List.of(
                        "threads",
                        "threads_used",
                        "slices",
                        "kernel",
                        "tile",
                        "lanes_along",
                        "lanes",
                        "median_us",
                        "best_us",
                        "gflops",
                        "fma_peak_gflops",
                        "percent_of_fma_peak",
                        "gigabytes_per_second",
                        "arraycopy_us",
                        "arraycopy_gigabytes_per_second"),
                List.copyOf(run.keySet()));
        assertEquals(threads, run.get("threads"));
        assertEquals(1.0, run.get("threads_used"), "so small a layer stays on one thread");
        double median = (Double) run.get("median_us");
        assertTrue((Double) run.get("best_us") > 0 && (Double) run.get("best_us") <= median, run::toString);
        assertEquals(2e-3 * (Double) facts.get("multiply_adds") / median, (Double) run.get("gflops"), 1e-9);
        assertEquals(1e-3 * (Double) facts.get("bytes_moved") / median, (Double) run.get("gigabytes_per_second"), 1e-9);
        assertEquals(
                1e-3 * (Double) facts.get("bytes_moved") / (Double) run.get("arraycopy_us"),
                (Double) run.get("arraycopy_gigabytes_per_second"),
                1e-9);
        assertTrue((Double) run.get("fma_peak_gflops") > 0, run::toString);
        assertTrue((Double) run.get("percent_of_fma_peak") > 0, run::toString);
    }

    @Test
    void everyOptionReachesTheLayer() {
        Map<?, ?> facts = Json.object(bench(
                        "--stride",
                        "2,1",
                        "--padding",
                        "2,3",
                        "--dilation",
                        2,
                        "--groups",
                        4,
                        "--padding-mode",
                        "reflect",
                        "--no-bias",
                        "--threads",
                        1,
                        "--json")
                .done()
                .out());
        assertEquals(
                "Conv2d(8, 4, kernel_size=(3, 3), stride=(2, 1), padding=(2, 3), dilation=(2, 2), groups=4,"
                        + " bias=False, padding_mode=reflect)",
                facts.get("layer"));
        assertEquals(List.of(2.0, 4.0, 5.0, 11.0), facts.get("output_shape"));
        assertEquals(4.0 * (2 * 8 * 81 + 2 * 4 * 55 + 4 * 2 * 9), facts.get("bytes_moved"));
    }

    @Test
    void byDefaultOneThreadAndAllAreTimed() {
        List<?> runs = (List<?>) Json.object(bench("--json").done().out()).get("runs");
        double all = Runtime.getRuntime().availableProcessors();
        assertEquals(
                all == 1 ? List.of(1.0) : List.of(1.0, all),
                runs.stream().map(run -> ((Map<?, ?>) run).get("threads")).toList());
    }

    @Test
    void textHasAColumnForEachNumberOfThreads() {
        List<String> lines = bench("--threads", "1,2,1").done().out().lines().toList();
        int empty = lines.indexOf("");
        assertTrue(lines.contains("multiply-adds        28,224"), lines::toString);
        for (String line : lines.subList(0, empty)) {
            assertTrue(line.matches("[A-Za-z-].{18}  \\S.*"), line);
        }
        assertTrue(lines.get(empty + 1).matches("threads +1 +2 +1"), lines::toString);
        int second = lines.get(empty + 1).indexOf('2');
        for (String line : lines.subList(empty + 1, lines.size())) {
            assertTrue(line.matches("[A-Za-z].{18}  \\S.*") && line.charAt(second) != ' ', line);
        }
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                arguments("--threads", "0", "at least 1"),
                arguments("--threads", "1,-2", "at least 1"),
                arguments("--threads", "1025", "at most 1024"),
                arguments("--threads", "two", "whole numbers"),
                arguments("--threads", "1,", "whole numbers"),
                arguments("--seconds", "0", "above 0"),
                arguments("--seconds", "-1", "above 0"),
                arguments("--seconds", "NaN", "above 0"),
                arguments("--seconds", "Infinity", "at most 3600"),
                arguments("--seconds", "3601", "at most 3600"),
                arguments("--seconds", "soon", "'soon'"),
                arguments("--input", "8", "3 sizes"),
                arguments("--input", "0,8,9,9", "nothing to time"),
                arguments("--input", "8,2,9", "Kernel size"),
                arguments("--out-channels", "0", "must be at least 1"),
                arguments("--kernel", "1,2,3", "one number or two"),
                arguments("--groups", "0", "must be at least 1"),
                arguments("--stride", "0", "must be at least 1"),
                arguments("--padding-mode", "x", "must be one of"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadOptionIsNamed(String option, String value, String problem) {
        List<Object> args = new ArrayList<>(SMALL);
        int given = args.indexOf(option);
        if (given < 0) {
            args.addAll(List.of(option, value));
        } else {
            args.set(given + 1, value);
        }
        Cli.run(args.toArray()).refused(option, problem);
    }

    @Test
    void arraysBeyondTheHeapAreRefused() {
        long images = Runtime.getRuntime().maxMemory() / (8 * 1_000_000) + 1;
        if (images * 1_000_000 < Integer.MAX_VALUE) {
            Cli.run("bench", "--input", images + ",1,1000,1000", "--out-channels", 1, "--kernel", 1)
                    .refused("--input", "heap");
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        Cli.run("bench").refused("--input", "--out-channels", "--kernel");
    }

    private static Cli bench(Object... more) {
        List<Object> args = new ArrayList<>(SMALL);
        args.addAll(Arrays.asList(more));
        return Cli.run(args.toArray());
    }
}
