// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jconv-tests.jar as somebody else has it: with jconv.jar, jqwik and JUnit, and none of this project's other classes. */
class OracleJarIT {
    private static final Path TESTS = Path.of(System.getProperty("jconv.tests.jar"));
    private static final Path LIBRARY = Path.of(System.getProperty("jconv.jar"));
    private static final Path EXAMPLE = Path.of("src/test/java/com/example/Im2ColTest.java");

    /** Runs a class's tests and prints how many passed, and why others did not. */
    private static final String MAIN = """
            import java.io.PrintWriter;
            import org.junit.platform.engine.discovery.DiscoverySelectors;
            import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
            import org.junit.platform.launcher.core.LauncherFactory;
            import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

            public class Main {
                public static void main(String[] args) {
                    SummaryGeneratingListener listener = new SummaryGeneratingListener();
                    LauncherFactory.create().execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass("com.example.Im2ColTest"))
                                    .build(),
                            listener);
                    listener.getSummary().printFailuresTo(new PrintWriter(System.out, true));
                    System.out.println("passed: " + listener.getSummary().getTestsSucceededCount());
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void hasWhatIsMeantForOthersAlone() throws IOException {
        try (JarFile jar = new JarFile(TESTS.toFile())) {
            Set<String> classes = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.contains("$"))
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> expected = new TreeSet<>();
            for (String name : List.of(
                    "After",
                    "BitEquality",
                    "ConvCase",
                    "ConvCases",
                    "Data",
                    "DataOrder",
                    "ErrorBound",
                    "ExtendedCases",
                    "Oracle",
                    "WinogradBound",
                    "WinogradCases")) {
                expected.add("io/github/jconv/oracle/" + name + ".class");
            }
            assertEquals(expected, classes);
            assertTrue(jar.getEntry("META-INF/LICENSE") != null);
            assertTrue(jar.stream()
                    .allMatch(entry -> entry.isDirectory()
                            || entry.getName().startsWith("io/github/jconv/oracle/")
                            || entry.getName().matches("META-INF/(MANIFEST.MF|LICENSE|maven/.*)")));
        }
    }

    @Test
    void theExampleOfTheDocsPasses() throws Exception {
        String out = run(Files.readString(EXAMPLE));
        assertTrue(out.contains("passed: 2"), out);
    }

    @Test
    void aWrongConvolutionFailsAndItsLineIsPrinted() throws Exception {
        String example = Files.readString(EXAMPLE);
        String wrong = example.replace("2 * size - 2 - i", "2 * size - 1 - i");
        assertNotEquals(example, wrong);

        String out = run(wrong);
        assertTrue(out.contains("passed: 0"), out);
        assertTrue(out.matches("(?s).*replay: the same test with -Djconv\\.case=\\w*reflect\\w*_seed\\d+.*"), out);
    }

    private String run(String example) throws IOException, InterruptedException {
        String classPath = TESTS + File.pathSeparator + LIBRARY + File.pathSeparator + libraries();
        Path source = Files.writeString(folder.resolve("Im2ColTest.java"), example);
        Path main = Files.writeString(folder.resolve("Main.java"), MAIN);
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        classPath,
                        "-d",
                        folder.toString(),
                        source.toString(),
                        main.toString());
        assertEquals(0, errors);

        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath + File.pathSeparator + folder,
                        "Main")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertTrue(ended, "the example did not end");
        return Files.readString(out);
    }

    /** The jars of this JVM's class path that are jqwik's or JUnit's. */
    private static String libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> Path.of(path)
                        .getFileName()
                        .toString()
                        .matches("(jqwik|junit-platform|opentest4j|apiguardian).*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
