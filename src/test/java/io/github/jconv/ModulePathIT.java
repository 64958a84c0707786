// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in the JVM of a user: on module path and class path, with and without the Vector API. */
class ModulePathIT {
    private static final String FLAG = "--add-modules jdk.incubator.vector";

    private static final String MAIN = """
            package app;

            import io.github.jconv.Conv2d;

            public class Main {
                public static void main(String[] args) {
                    Conv2d conv = Conv2d.builder().inChannels(2).outChannels(3).kernelSize(3).padding(1)
                            .weight(numbers(54)).bias(numbers(3)).build();
                    float[] y = conv.forward(numbers(2 * 20 * 20), 2, 20, 20);
                    conv.forward(numbers(2 * 20 * 20), 2, 20, 20);
                    System.out.println(Main.class.getModule().isNamed());
                    System.out.println(conv.plan(2, 20, 20).kernel());
                    System.out.println(java.util.Arrays.hashCode(y));
                }

                static float[] numbers(int count) {
                    float[] numbers = new float[count];
                    for (int i = 0; i < count; i++) {
                        numbers[i] = 1f / (i + 3);
                    }
                    return numbers;
                }
            }
            """;

    @TempDir
    static Path classes;

    private static Path jar;

    @BeforeAll
    static void compileTheUsersModule() throws IOException {
        jar = Path.of(System.getProperty("jconv.jar"));
        Path main =
                Files.writeString(Files.createDirectory(classes.resolve("app")).resolve("Main.java"), MAIN);
        Path module =
                Files.writeString(classes.resolve("module-info.java"), "module app { requires io.github.jconv; }");
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-p",
                        jar.toString(),
                        module.toString(),
                        main.toString());
        assertEquals(0, errors);
    }

    @Test
    void onTheModulePath() throws Exception {
        assertRunsScalar(true, List.of("-p", path(), "-m", "app/app.Main"));
        assertRunsVectors(true, List.of("-p", path(), "-m", "app/app.Main"));
    }

    @Test
    void onTheClassPath() throws Exception {
        assertRunsScalar(false, List.of("-cp", path(), "app.Main"));
        assertRunsVectors(false, List.of("-cp", path(), "app.Main"));
    }

    @Test
    void withoutAnyOptionalModule() throws Exception {
        assertRunsScalar(false, List.of("--limit-modules", "java.base", "-cp", path(), "app.Main"));
        assertRunsScalar(
                true, List.of("--limit-modules", "java.base,io.github.jconv,app", "-p", path(), "-m", "app/app.Main"));
    }

    /** Where nobody records, the JVM is not made to rewrite the classes of events, which would take it longer than a forward. */
    @Test
    void eventsAreLoadedByRecordingsAlone() throws Exception {
        List<String> main = List.of("-Xlog:class+load", "-cp", path(), "app.Main");
        assertFalse(Run.java(main).loads("io.github.jconv.internal.jfr.ForwardEvent"));

        List<String> recorded = new ArrayList<>(List.of("-XX:StartFlightRecording:filename="
                + classes.resolve("forwards.jfr") + ",+jconv.Forward#enabled=true"));
        recorded.addAll(main);
        assertTrue(Run.java(recorded).loads("io.github.jconv.internal.jfr.ForwardEvent"));
    }

    @Test
    void exportsThePublicPackagesAlone() {
        ModuleDescriptor module =
                ModuleFinder.of(jar).find("io.github.jconv").orElseThrow().descriptor();
        Set<String> exported =
                module.exports().stream().map(ModuleDescriptor.Exports::source).collect(Collectors.toSet());
        assertEquals(Set.of("io.github.jconv", "io.github.jconv.io"), exported);
    }

    private static void assertRunsScalar(boolean module, List<String> arguments) throws Exception {
        Run run = Run.java(arguments);
        assertEquals(List.of(String.valueOf(module), "scalar", expectedHash()), run.out, run::toString);
        assertEquals(1, run.warnings(), run::toString);
    }

    private static void assertRunsVectors(boolean module, List<String> arguments) throws Exception {
        List<String> flagged = new ArrayList<>(List.of(FLAG.split(" ")));
        flagged.addAll(arguments);
        Run run = Run.java(flagged);
        String kernel = Platform.current().vectors() ? "general" : "scalar";
        assertEquals(List.of(String.valueOf(module), kernel, expectedHash()), run.out, run::toString);
        assertEquals(0, run.warnings(), run::toString);
    }

    private static String path() {
        return jar + File.pathSeparator + classes;
    }

    private static String expectedHash() {
        ConvCase c = ConvCase.parse("ug1_ic2ih20iw20_oc3_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed0");
        float[] y = new Oracle(c).forward(numbers(800), numbers(54), numbers(3));
        return String.valueOf(Arrays.hashCode(y));
    }

    private static float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = 1f / (i + 3);
        }
        return numbers;
    }

    /** What a JVM of its own printed. */
    private record Run(List<String> out, List<String> err) {
        static Run java(List<String> arguments) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            command.addAll(arguments);
            Path out = Files.createTempFile(classes, "out", ".txt");
            Path err = Files.createTempFile(classes, "err", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
            Process process = builder.start();
            boolean ended = process.waitFor(10, TimeUnit.MINUTES);
            process.destroyForcibly();
            assertTrue(ended, () -> String.join(" ", command));
            return new Run(Files.readAllLines(out), Files.readAllLines(err));
        }

        /** Whether {@code -Xlog:class+load} told of a class. */
        boolean loads(String className) {
            return out.stream().anyMatch(line -> line.contains(" " + className + " "));
        }

        /** Lines of ours that tell the flag. */
        long warnings() {
            return err.stream().filter(line -> line.contains(FLAG)).count();
        }
    }
}
