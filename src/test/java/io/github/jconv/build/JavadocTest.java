// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.DocumentationTool;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every public element of the exported packages is documented in full: Javadoc with {@code -Xdoclint:all} has nothing to
 * say but the notice about the incubating module.
 */
class JavadocTest {
    private static final Path SOURCES = Path.of(System.getProperty("basedir", ""), "src/main/java");

    @TempDir
    Path out;

    @Test
    void exportedPackagesAreDocumented(@TempDir Path sources) throws IOException {
        copyLibrary(sources.resolve("io.github.jconv"));
        assertEquals("", String.join("\n", warnings(sources, "io.github.jconv")));
        assertTrue(Files.exists(out.resolve("io.github.jconv/io/github/jconv/Conv2d.html")));
    }

    @Test
    void aMissingCommentIsSeen(@TempDir Path sources) throws IOException {
        Files.createDirectories(sources.resolve("m/p"));
        Files.writeString(sources.resolve("m/module-info.java"), "/** M. */ module m { exports p; }");
        Files.writeString(
                sources.resolve("m/p/Sizes.java"),
                "package p; /** S. */ public interface Sizes { /** Adds. */ int add(int size); }");
        List<String> warnings = warnings(sources, "m");
        assertEquals(2, warnings.size(), warnings::toString);
        // The words around them are of the JVM's language.
        assertTrue(warnings.get(0).contains("@param"), warnings::toString);
        assertTrue(warnings.get(1).contains("@return"), warnings::toString);
    }

    /** The command line is no part of the library, and needs more than the library's modules. */
    private static void copyLibrary(Path to) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = SOURCES.relativize(file);
                if (!relative.startsWith("io/github/jconv/cli")) {
                    Path copy = to.resolve(relative);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    private List<String> warnings(Path sources, String module) throws IOException {
        DocumentationTool javadoc = ToolProvider.getSystemDocumentationTool();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-quiet",
                "-public",
                "-Xdoclint:all",
                "-d",
                out.toString(),
                "--module-source-path",
                sources.toString(),
                "--module",
                module);
        try (StandardJavaFileManager files =
                javadoc.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            javadoc.getTask(Writer.nullWriter(), files, diagnostics, null, options, null)
                    .call();
        }
        return diagnostics.getDiagnostics().stream()
                .filter(d -> d.getKind() != Diagnostic.Kind.NOTE && d.getKind() != Diagnostic.Kind.OTHER)
                .filter(d -> !d.getCode().equals("compiler.warn.incubating.modules"))
                .map(d -> d.getCode() + ": " + d)
                .toList();
    }
}
