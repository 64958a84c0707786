// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.jconv.PaddingMode;
import io.github.jconv.io.Npy;
import io.github.jconv.io.NpyFiles;
import io.github.jconv.io.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunCommandTest {
    @TempDir
    private Path dir;

    private Path x;
    private Path w;
    private Path b;
    private Path y;

    @BeforeEach
    void files() {
        x = NpyFiles.save(NpyFiles.random(1, 2, 4, 7, 9), dir.resolve("x.npy"));
        w = NpyFiles.save(NpyFiles.random(2, 6, 2, 3, 3), dir.resolve("w.npy"));
        b = NpyFiles.save(NpyFiles.random(3, 6), dir.resolve("b.npy"));
        y = dir.resolve("y.npy");
    }

    @ParameterizedTest
    @EnumSource(PaddingMode.class)
    void everyOptionReachesTheLayer(PaddingMode mode) throws IOException {
        Cli run = run(
                        "--bias",
                        b,
                        "--stride",
                        "2,1",
                        "--padding",
                        "1,2",
                        "--dilation",
                        "1,2",
                        "--groups",
                        2,
                        "--padding-mode",
                        mode.torchName())
                .done();
        NaiveConv naive = new NaiveConv(new Pair(2, 1), new Pair(1, 2), new Pair(1, 2), 2, mode);
        assertOutputs(naive, Npy.read(b).data(), 4, 9);
        assertTrue(run.out().matches("wrote \\Q" + y + "\\E \\(2x6x4x9, [0-9.]+ ms\\)\\R"), run.out());
    }

    @Test
    void theDefaultsArePyTorchs() throws IOException {
        run("--groups", 2).done();
        assertOutputs(new NaiveConv(Pair.ONE, new Pair(0, 0), Pair.ONE, 2, PaddingMode.ZEROS), null, 5, 7);
    }

    @Test
    void paddingMayBeAWord() throws IOException {
        run("--groups", 2, "--padding", "same").done();
        assertOutputs(new NaiveConv(Pair.ONE, Pair.ONE, Pair.ONE, 2, PaddingMode.ZEROS), null, 7, 9);
        run("--groups", 2, "--padding", "valid").done();
        assertOutputs(new NaiveConv(Pair.ONE, new Pair(0, 0), Pair.ONE, 2, PaddingMode.ZEROS), null, 5, 7);
    }

    @Test
    void paddingMayBeOfEachSideOrOfAnyStride() throws IOException {
        run("--groups", 2, "--padding", "1,1,1,1").done();
        assertOutputs(new NaiveConv(Pair.ONE, Pair.ONE, Pair.ONE, 2, PaddingMode.ZEROS), null, 7, 9);
        run("--groups", 2, "--padding", "same-lower", "--stride", 2).done();
        assertOutputs(new NaiveConv(new Pair(2, 2), Pair.ONE, Pair.ONE, 2, PaddingMode.ZEROS), null, 4, 5);
        run("--groups", 2, "--padding", "0,1,3,2").done();
        assertArrayEquals(new int[] {2, 6, 8, 10}, Npy.read(y).shape());
    }

    @Test
    void anUnbatchedInputGivesAnUnbatchedOutput() throws IOException {
        NpyFiles.save(image(Npy.read(x), 0), x);
        run("--groups", 2).done();
        assertArrayEquals(new int[] {6, 5, 7}, Npy.read(y).shape());
    }

    @Test
    void aBatchOfNothingIsWritten() throws IOException {
        NpyFiles.save(new Tensor(new int[] {0, 4, 7, 9}, new float[0]), x);
        run("--groups", 2).done();
        assertArrayEquals(new int[] {0, 6, 5, 7}, Npy.read(y).shape());
    }

    @Test
    void helpTellsTheTypesThatAreRead() throws IOException {
        String help = Cli.run("run", "--help").done().out().replaceAll("\\s+", " ");
        assertTrue(help.contains(".npy of float32, or of float16"), help);
        Files.write(x, NpyFiles.bytes(1, NpyFiles.header("<f2", "False", "(1, 4, 7, 9)"), 2 * 4 * 7 * 9));
        run("--groups", 2).done();
        assertArrayEquals(new float[6 * 5 * 7], Npy.read(y).data());
    }

    @Test
    void theOutputMayReplaceTheInput() throws IOException {
        Cli.run("run", "--input", x, "--weight", w, "--groups", 2, "--output", x)
                .done();
        assertArrayEquals(new int[] {2, 6, 5, 7}, Npy.read(x).shape());
    }

    static Stream<Arguments> badOptions() {
        return Stream.of(
                arguments("--stride", "0", "must be at least 1"),
                arguments("--stride", "-1", "must be at least 1"),
                arguments("--stride", "1,0", "stride[1]=0"),
                arguments("--stride", "1,2,3", "one number or two"),
                arguments("--stride", "two", "whole numbers"),
                arguments("--stride", "1,", "whole numbers"),
                arguments("--stride", "", "whole numbers"),
                arguments("--stride", "99999999999", "2^31"),
                arguments("--padding", "-1", "must not be negative"),
                arguments("--padding", "", "whole numbers"),
                arguments("--padding", "full", "same, valid"),
                arguments("--padding", "1,2,3", "one number or two"),
                arguments("--padding", "1,2,3,4,5", "or four, TOP,LEFT,BOTTOM,RIGHT"),
                arguments("--padding", "0,0,0,-1", "paddingSides[right]=-1: must not be negative"),
                arguments("--padding", "same-middle", "same, valid, same-upper, same-lower"),
                arguments("--padding-mode", "zeros,mirror", "paddingMode=mirror: must be one of"),
                arguments("--padding-mode", "zeros,zeros,zeros", "one mode or two"),
                arguments("--padding-mode", "zeros,", "must be one of"),
                arguments("--padding-mode", "mirror", "zeros, reflect, replicate, circular"),
                arguments("--dilation", "0", "must be at least 1"),
                arguments("--groups", "0", "must be at least 1"),
                arguments("--groups", "-2", "must be at least 1"),
                arguments("--groups", "2147483647", "2^31"),
                arguments("--groups", "two", "two"),
                arguments("--input", "nowhere.npy", "no such file"),
                arguments("--weight", "nowhere.npy", "no such file"),
                arguments("--bias", "nowhere.npy", "no such file"),
                arguments("--bias", ".", "not a regular file"),
                arguments("--output", ".", "not a directory"),
                arguments("--output", "", "not a directory"),
                arguments("--output", "nowhere/y.npy", "there is no directory"));
    }

    @ParameterizedTest
    @MethodSource("badOptions")
    void aBadOptionIsNamed(String option, String value, String problem) {
        List<Object> args = new ArrayList<>(List.of("run", option, value));
        Object[] others = {"--input", x, "--weight", w, "--groups", 2, "--output", y};
        for (int i = 0; i < others.length; i += 2) {
            if (!option.equals(others[i])) {
                args.addAll(Arrays.asList(others[i], others[i + 1]));
            }
        }
        assertRefused(Cli.run(args.toArray()), option, problem);
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                arguments("x", "--input", "rank 2", new int[] {4, 4}),
                arguments("x", "--input", "expected input to have 4 channels", new int[] {1, 3, 7, 9}),
                arguments("x", "--input", "greater than actual input size", new int[] {1, 4, 2, 9}),
                arguments("x", "--input", "must be at least 1", new int[] {1, 4, 0, 9}),
                arguments("w", "--weight", "rank 3", new int[] {6, 2, 3}),
                arguments("w", "--weight", "must be at least 1", new int[] {0, 2, 3, 3}),
                arguments("w", "--weight", "must be at least 1", new int[] {6, 0, 3, 3}),
                arguments("w", "--weight", "must be at least 1", new int[] {6, 2, 0, 3}),
                arguments("w", "--weight", "divisible by groups 2", new int[] {5, 2, 3, 3}),
                arguments("b", "--bias", "rank 2", new int[] {6, 1}),
                arguments("b", "--bias", "6 elements", new int[] {5}));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void aFileOfTheWrongShapeIsNamed(String file, String option, String problem, int[] shape) {
        Path path = NpyFiles.save(NpyFiles.random(4, shape), dir.resolve(file + ".npy"));
        assertRefused(run("--bias", b, "--groups", 2), option + " " + path, problem);
    }

    @ParameterizedTest
    @MethodSource("io.github.jconv.io.NpyTest#malformed")
    void aMalformedFileIsNamed(String problem, byte[] file) throws IOException {
        Files.write(w, file);
        assertRefused(run("--groups", 2), "--weight " + w, problem);
    }

    @Test
    void controlCharactersOfAFileStayOnOneLine() throws IOException {
        Files.write(x, NpyFiles.bytes(3, NpyFiles.header("a\nb\u2028c\u0085d\u001be", "False", "(1,)"), 4));
        assertRefused(run(), "--input", "'a b c d e'");
    }

    @Test
    void oversizedPaddingIsRefused() {
        assertRefused(run("--groups", 2, "--padding", 30_000), "the limit of an array");
        assertRefused(run("--groups", 2, "--padding", 3, "--padding-mode", "reflect", "--dilation", 9), "--input");
        assertRefused(run("--groups", 2, "--padding", 7, "--padding-mode", "reflect"), "--padding", "reflect");
        assertRefused(run("--groups", 2, "--padding", "same", "--stride", 2), "--padding", "strided");
        assertRefused(run("--groups", 2, "--padding", 10, "--padding-mode", "circular"), "--padding", "more than once");
        run("--groups", 2, "--padding", 10, "--padding-mode", "circular", "--circular-repeats")
                .done();
    }

    @Test
    void whatIsMissingIsNamed() {
        Cli.run("run").refused("--input", "--weight", "--output");
        Cli.run("run", "--input", x, "--weight", w).refused("--output");
        Cli.run("run", "--input").refused("--input");
    }

    @Test
    void aFailureToWriteIsNoBadInput() {
        Cli failed = Cli.run(
                "run", "--input", x, "--weight", w, "--groups", 2, "--output", dir.resolve("y".repeat(254) + ".npy"));
        assertEquals(1, failed.code());
        assertEquals(1, failed.err().lines().count(), failed.err());
        assertTrue(failed.err().contains("--output"), failed.err());
    }

    private Cli run(Object... more) {
        List<Object> args = new ArrayList<>(List.of("run", "--input", x, "--weight", w, "--output", y));
        args.addAll(Arrays.asList(more));
        return Cli.run(args.toArray());
    }

    private void assertRefused(Cli run, String... parts) {
        run.refused(parts);
        try (Stream<Path> files = Files.list(dir)) {
            assertEquals(List.of(b, w, x), files.sorted().toList());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void assertOutputs(NaiveConv naive, float[] bias, int oh, int ow) throws IOException {
        Tensor actual = Npy.read(y);
        assertArrayEquals(new int[] {2, 6, oh, ow}, actual.shape());
        for (int n = 0; n < 2; n++) {
            Tensor expected = naive.forward(image(Npy.read(x), n), Npy.read(w), bias);
            assertArrayEquals(expected.shape(), image(actual, n).shape());
            assertArrayEquals(expected.data(), image(actual, n).data(), 1e-5f);
        }
    }

    private static Tensor image(Tensor batch, int n) {
        int[] s = batch.shape();
        int length = s[1] * s[2] * s[3];
        return new Tensor(new int[] {s[1], s[2], s[3]}, Arrays.copyOfRange(batch.data(), n * length, (n + 1) * length));
    }
}
