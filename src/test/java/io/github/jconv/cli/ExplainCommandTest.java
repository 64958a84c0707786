// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dPlan;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExplainCommandTest {
    @Test
    void theKeysAreStableAndTheNumbersRight() {
        Map<?, ?> facts = Json.object(Cli.run(
                        "explain",
                        "--input",
                        "1,64,56,56",
                        "--out-channels",
                        128,
                        "--kernel",
                        3,
                        "--padding",
                        1,
                        "--json")
                .done()
                .out());
        assertEquals(
                List.of(
                        "layer",
                        "input_shape",
                        "output_shape",
                        "parameters",
                        "multiply_adds",
                        "receptive_field",
                        "kernel",
                        "tile",
                        "lanes_along",
                        "lanes",
                        "slices",
                        "threads",
                        "bytes_moved",
                        "arithmetic_intensity",
                        "scratch_bytes",
                        "packed_weight_bytes",
                        "peak_extra_bytes"),
                List.copyOf(facts.keySet()));
        assertEquals("Conv2d(64, 128, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))", facts.get("layer"));
        assertEquals(List.of(1.0, 64.0, 56.0, 56.0), facts.get("input_shape"));
        assertEquals(List.of(1.0, 128.0, 56.0, 56.0), facts.get("output_shape"));
        assertEquals(128.0 * 64 * 9 + 128, facts.get("parameters"));
        assertEquals(128.0 * 56 * 56 * 64 * 9, facts.get("multiply_adds"));
        double bytes = 4.0 * (64 * 56 * 56 + 128 * 56 * 56 + 128 * 64 * 9 + 128);
        assertEquals(bytes, facts.get("bytes_moved"));
        assertEquals(2 * 128.0 * 56 * 56 * 64 * 9 / bytes, (Double) facts.get("arithmetic_intensity"), 1e-9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--padding 0,1,2,3; padding=(top=0, left=1, bottom=2, right=3)",
                "--padding same-upper; padding=same_upper",
                "--padding same-lower; padding=same_lower",
                "--padding 3,30 --padding-mode zeros,circular --circular-repeats;"
                        + " padding=(3, 30), padding_mode=(zeros, circular), circular_repeats=True",
            })
    void paddingThatPyTorchHasNot(String options, String repr) {
        String line = "explain --input 2,9,9 --out-channels 1 --kernel 3 --stride 2 --json " + options;
        Map<?, ?> facts = Json.object(Cli.run((Object[]) line.split(" ")).done().out());
        assertEquals("Conv2d(2, 1, kernel_size=(3, 3), stride=(2, 2), " + repr + ")", facts.get("layer"));
    }

    @Test
    void everyOptionReachesTheLayer() {
        Map<?, ?> facts = Json.object(Cli.run(
                        "explain",
                        "--input",
                        "32,20,24",
                        "--out-channels",
                        64,
                        "--kernel",
                        "3,5",
                        "--stride",
                        "2,1",
                        "--padding",
                        "2,3",
                        "--dilation",
                        "2",
                        "--groups",
                        4,
                        "--padding-mode",
                        "reflect",
                        "--no-bias",
                        "--parallelism",
                        1,
                        "--json")
                .done()
                .out());
        assertEquals(
                "Conv2d(32, 64, kernel_size=(3, 5), stride=(2, 1), padding=(2, 3), dilation=(2, 2), groups=4,"
                        + " bias=False, padding_mode=reflect)",
                facts.get("layer"));
        assertEquals(List.of(64.0, 10.0, 22.0), facts.get("output_shape"));
        assertEquals(List.of(5.0, 9.0), facts.get("receptive_field"));
        assertEquals(64.0 * 8 * 15, facts.get("parameters"));
        assertEquals(1.0, facts.get("threads"));
    }

    @Test
    void textIsThePlan() {
        Conv2d conv =
                Conv2d.builder().inChannels(3).outChannels(16).kernelSize(3).build();
        List<String> lines = Cli.run("explain", "--input", "1,3,224,224", "--out-channels", 16, "--kernel", 3)
                .done()
                .out()
                .lines()
                .toList();
        assertEquals(conv.plan(1, 3, 224, 224).toString().lines().toList(), lines);
    }

    @Test
    void jsonIsThePlanToo() {
        Conv2dPlan plan = Conv2d.builder()
                .inChannels(8)
                .outChannels(16)
                .kernelSize(3)
                .padding(1)
                .build()
                .plan(8, 20, 20);
        Map<?, ?> facts = Json.object(
                Cli.run("explain", "--input", "8,20,20", "--out-channels", 16, "--kernel", 3, "--padding", 1, "--json")
                        .done()
                        .out());
        assertEquals(plan.kernel(), facts.get("kernel"));
        assertEquals(plan.tile(), facts.get("tile"));
        assertEquals(plan.lanesAlong(), facts.get("lanes_along"));
        assertEquals((double) plan.scratchBytes(), facts.get("scratch_bytes"));
        assertEquals((double) plan.packedWeightBytes(), facts.get("packed_weight_bytes"));
        assertEquals((double) plan.peakExtraBytes(), facts.get("peak_extra_bytes"));
    }

    static Stream<Arguments> bad() {
        String[] good = {"--input", "1,8,9,9", "--out-channels", "8", "--kernel", "3"};
        return Stream.of(
                arguments("--input", "8", "3 sizes", good),
                arguments("--input", "1,1,8,9,9", "3 sizes", good),
                arguments("--input", "a,b,c", "whole numbers", good),
                arguments("--input", "0,9,9", "must be at least 1", good),
                arguments("--input", "8,0,9", "must be at least 1", good),
                arguments("--input", "-1,8,9,9", "must not be negative", good),
                arguments("--input", "8,2,9", "Kernel size", good),
                arguments("--input", "3,2147483647,2147483647", "side", good),
                arguments("--out-channels", "0", "must be at least 1", good),
                arguments("--out-channels", "-1", "must be at least 1", good),
                arguments("--out-channels", "x", "'x'", good),
                arguments("--kernel", "0", "must be at least 1", good),
                arguments("--kernel", "1,2,3", "one number or two", good),
                arguments("--kernel", "2147483647", "the limit of an array", good),
                arguments("--groups", "0", "must be at least 1", good),
                arguments("--groups", "3", "divisible by groups 3", good),
                arguments("--stride", "0", "must be at least 1", good),
                arguments("--dilation", "0", "must be at least 1", good),
                arguments("--padding", "-1", "must not be negative", good),
                arguments("--padding-mode", "x", "must be one of", good),
                arguments("--parallelism", "0", "must be at least 1", good));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadOptionIsNamed(String option, String value, String problem, String[] good) {
        java.util.Set<String> given = new java.util.TreeSet<>(List.of(option));
        List<Object> args = new java.util.ArrayList<>(List.of("explain", option, value));
        for (int i = 0; i < good.length; i += 2) {
            if (given.add(good[i])) {
                args.addAll(List.of(good[i], good[i + 1]));
            }
        }
        // The channels that groups don't divide are the input's.
        Cli.run(args.toArray())
                .refused(problem, problem.contains("side") || problem.contains("divisible") ? "--input" : option);
    }

    @Test
    void aWeightBeyondTheHeapIsRefused() {
        long heap = Runtime.getRuntime().maxMemory();
        long outChannels = heap / 8 / 1000 + 1;
        String[] args = {"explain", "--input", "1000,1,1", "--out-channels", "" + outChannels, "--kernel", "1"};
        if (outChannels * 1000 < Integer.MAX_VALUE) {
            Cli.run((Object[]) args).refused("--out-channels", "heap");
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        Cli.run("explain").refused("--input", "--out-channels", "--kernel");
    }
}
