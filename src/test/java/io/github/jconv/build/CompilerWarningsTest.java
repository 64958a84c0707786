// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Compiles everything as the build does and fails on any warning but the notice about the incubating module, which
 * javac's own {@code -Werror} does not tell from the others.
 */
class CompilerWarningsTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", ""));

    @TempDir
    Path out;

    @Test
    void librariesAndCommandLine() throws Exception {
        assertNoWarnings(compile(
                List.of(
                        "-Xlint:all,-options",
                        "--add-modules",
                        "java.desktop",
                        "--add-reads",
                        "io.github.jconv=ALL-UNNAMED,java.desktop"),
                picocli(),
                ROOT.resolve("src/main/java")));
    }

    @Test
    void testsExamplesAndBenchmarks() throws Exception {
        assertNoWarnings(compile(
                List.of("-Xlint:all,-options,-processing", "--add-modules", "jdk.incubator.vector"),
                System.getProperty("java.class.path"),
                ROOT.resolve("src/test/java"),
                ROOT.resolve("src/examples/java"),
                ROOT.resolve("jmh/src/main/java")));
    }

    @Test
    void aWarningIsSeen(@TempDir Path sources) throws Exception {
        Files.writeString(
                sources.resolve("Raw.java"), "class Raw { java.util.List l; jdk.incubator.vector.Vector<?> v; }");

        List<String> warnings =
                compile(List.of("-Xlint:all,-options", "--add-modules", "jdk.incubator.vector"), "", sources);

        assertEquals(List.of("compiler.warn.raw.class.use"), codes(warnings));
    }

    private static void assertNoWarnings(List<String> warnings) {
        assertEquals("", String.join("\n", warnings));
    }

    private static List<String> codes(List<String> warnings) {
        return warnings.stream()
                .map(w -> w.substring(w.lastIndexOf('[') + 1, w.length() - 1))
                .toList();
    }

    /** What javac says: "File.java:12: message [code]". */
    private List<String> compile(List<String> options, String classPath, Path... sourceFolders) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> args = new ArrayList<>(options);
        args.addAll(List.of("-source", "17", "-target", "17", "-proc:none", "-d", out.toString()));
        args.addAll(List.of("-classpath", classPath));
        try (StandardJavaFileManager files =
                javac.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            javac.getTask(
                            null,
                            files,
                            diagnostics,
                            args,
                            null,
                            files.getJavaFileObjectsFromPaths(sources(sourceFolders)))
                    .call();
        }
        return diagnostics.getDiagnostics().stream()
                .filter(d -> d.getKind() != Diagnostic.Kind.NOTE && d.getKind() != Diagnostic.Kind.OTHER)
                .filter(d -> !d.getCode().equals("compiler.warn.incubating.modules"))
                .map(CompilerWarningsTest::toString)
                .toList();
    }

    private static List<Path> sources(Path... folders) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> found = Files.walk(folder)) {
                found.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    private static String toString(Diagnostic<? extends JavaFileObject> d) {
        String place = d.getSource() == null ? "" : d.getSource().getName() + ":" + d.getLineNumber() + ": ";
        return place + d.getMessage(Locale.ROOT) + " [" + d.getCode() + "]";
    }

    /** The one thing the main sources need beside the JDK; nothing else of the tests' class path may leak in. */
    private static String picocli() throws URISyntaxException {
        return Path.of(CommandLine.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }
}
