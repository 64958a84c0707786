// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code that documents show is the examples' own, and their links lead somewhere. */
class DocumentsTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", ""));
    private static final Path EXAMPLES = ROOT.resolve("src/examples");

    /** A block of code and, on the line above it, the file and the region it is from. */
    private static final Pattern CODE =
            Pattern.compile("(?ms)(?:^<!-- (src/\\S+) (\\w+) -->\\n)?^```(java|python)\\n(.*?)^```$");

    /** A page may begin with them; regions are within classes. */
    private static final Pattern IMPORTS = Pattern.compile("\\A(import [\\w.]+;\n)+\n");

    private static final Pattern REGION =
            Pattern.compile("(?ms)^ *(?://|#) @start region=\"(\\w+)\"\\n(.*?)^ *(?://|#) @end$");

    /** Pages whose code {@link DocsExampleTest} and {@code SerializedFormTest} hold. */
    private static final Set<String> OF_OTHER_TESTS = Set.of("testing-yours.md", "failures.md");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");

    @Test
    void codeIsThatOfTheExamples() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (Path page : pages()) {
            if (OF_OTHER_TESTS.contains(page.getFileName().toString())) {
                continue;
            }
            Matcher code = CODE.matcher(Files.readString(page));
            while (code.find()) {
                String block = IMPORTS.matcher(code.group(4)).replaceFirst("");
                String place = page + ":\n" + block;
                assertTrue(code.group(1) != null, () -> "of no example: " + place);
                assertEquals(region(ROOT.resolve(code.group(1)), code.group(2)), block, place);
                shown.add(code.group(1) + " " + code.group(2));
            }
        }
        assertEquals(regions(), shown);
    }

    @Test
    void linksLeadToFiles() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                links++;
                if (!Files.exists(page.resolveSibling(link.group(1)))) {
                    broken.add(page + ": " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), broken);
        assertTrue(links > 20);
    }

    @Test
    void theIndexNamesEveryPage() throws IOException {
        String index = Files.readString(ROOT.resolve("docs/README.md"));
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            for (Path page :
                    files.filter(file -> file.toString().endsWith(".md")).toList()) {
                String name = page.getFileName().toString();
                assertTrue(name.equals("README.md") || index.contains("(" + name + ")"), name);
            }
        }
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Path folder : List.of(ROOT.toAbsolutePath(), ROOT.resolve("docs").toAbsolutePath())) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    /** All regions of all examples, as "file name". */
    private static Set<String> regions() throws IOException {
        Set<String> regions = new TreeSet<>();
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher region = REGION.matcher(Files.readString(file));
                while (region.find()) {
                    regions.add(ROOT.relativize(file).toString().replace('\\', '/') + " " + region.group(1));
                }
            }
        }
        return regions;
    }

    private static String region(Path file, String name) throws IOException {
        Matcher region = REGION.matcher(Files.readString(file));
        while (region.find()) {
            if (region.group(1).equals(name)) {
                return region.group(2).stripTrailing().stripIndent() + "\n";
            }
        }
        throw new AssertionError(file + " has no region " + name);
    }
}
