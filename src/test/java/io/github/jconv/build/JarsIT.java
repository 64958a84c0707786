// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.jconv.cli.Json;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** What is in the two jars, and what is not. */
class JarsIT {
    private static final Path LIBRARY = Path.of(System.getProperty("jconv.jar"));
    private static final Path CLI = Path.of(System.getProperty("jconv.cli.jar"));
    private static final Path SOURCES = LIBRARY.resolveSibling("jconv-sources.jar");
    private static final Path JAVADOC = LIBRARY.resolveSibling("jconv-javadoc.jar");
    private static final Path SBOM = LIBRARY.resolveSibling("jconv-sbom.json");
    private static final long MOST_BYTES = 300 * 1024;
    private static final String CLI_PACKAGE = "io/github/jconv/cli/";

    @Test
    void moduleDescriptor() {
        ModuleDescriptor module =
                ModuleFinder.of(LIBRARY).find("io.github.jconv").orElseThrow().descriptor();

        assertEquals(
                Set.of("io.github.jconv", "io.github.jconv.io"),
                module.exports().stream().map(Exports::source).collect(Collectors.toSet()));
        assertTrue(module.exports().stream().noneMatch(Exports::isQualified));
        assertTrue(module.opens().isEmpty());
        assertTrue(module.packages().stream().noneMatch(name -> name.startsWith("io.github.jconv.cli")));
        for (Requires requires : module.requires()) {
            switch (requires.name()) {
                case "java.base" -> {}
                case "jdk.incubator.vector", "jdk.jfr" ->
                    assertEquals(Set.of(Requires.Modifier.STATIC), requires.modifiers());
                default -> throw new AssertionError(requires.toString());
            }
        }
    }

    @Test
    void libraryJarHasTheLibraryAlone() throws IOException {
        for (String file : files(LIBRARY)) {
            boolean library = file.startsWith("io/github/jconv/") && !file.startsWith(CLI_PACKAGE);
            boolean jmh = file.startsWith("io/github/jconv/jmh/");
            boolean about = file.matches("module-info.class|META-INF/(MANIFEST.MF|LICENSE|maven/.*)");
            assertTrue(library && !jmh || about, file);
        }
    }

    /** javac did not see to it: it lets the whole module read what io.github.jconv.cli needs. */
    @Test
    void libraryUsesNothingButItsModules() {
        StringWriter out = new StringWriter();
        ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        new PrintWriter(out),
                        new PrintWriter(out),
                        "-summary",
                        "--add-modules",
                        "jdk.incubator.vector,jdk.jfr",
                        LIBRARY.toString());

        String library = "io.github.jconv -> ";
        assertEquals(
                Set.of("java.base", "jdk.incubator.vector", "jdk.jfr"),
                out.toString()
                        .lines()
                        .filter(line -> line.startsWith(library))
                        .map(line -> line.substring(library.length()))
                        .collect(Collectors.toSet()),
                out::toString);
    }

    @Test
    void libraryJarIsSmall() throws IOException {
        long bytes = Files.size(LIBRARY);
        assertTrue(bytes < MOST_BYTES, () -> LIBRARY + " has " + bytes + " bytes");
    }

    @Test
    void sourcesAreThoseOfTheLibrary() throws IOException {
        Set<String> classes = files(LIBRARY).stream()
                .filter(file -> file.endsWith(".class") && !file.contains("$"))
                .map(file -> file.replace(".class", ".java"))
                .collect(Collectors.toSet());
        Set<String> sources =
                files(SOURCES).stream().filter(file -> file.endsWith(".java")).collect(Collectors.toSet());
        assertEquals(classes, sources);
    }

    @Test
    void javadocIsThatOfTheExportedPackagesAlone() throws IOException {
        Set<String> pages = files(JAVADOC);
        Set<String> documented = pages.stream()
                .filter(page -> page.endsWith("package-summary.html"))
                .map(page -> page.replace("io.github.jconv/", "").replace("/package-summary.html", ""))
                .map(page -> page.replace('/', '.'))
                .collect(Collectors.toSet());
        ModuleDescriptor module =
                ModuleFinder.of(LIBRARY).find("io.github.jconv").orElseThrow().descriptor();
        assertEquals(module.exports().stream().map(Exports::source).collect(Collectors.toSet()), documented);
        assertTrue(pages.contains("io.github.jconv/io/github/jconv/Conv2d.html"), pages::toString);
    }

    @Test
    void sbomNamesTheLibraryAndNothingElse() throws IOException {
        boolean offline = "offline=true".equals(System.getProperty("jconv.maven")) && !Files.exists(SBOM);
        assumeFalse(offline, "by design: CycloneDX's plugin makes no SBOM offline");
        Map<?, ?> sbom = Json.object(Files.readString(SBOM));
        assertEquals("CycloneDX", sbom.get("bomFormat"));
        Map<?, ?> component = (Map<?, ?>) ((Map<?, ?>) sbom.get("metadata")).get("component");
        assertEquals("io.github.jconv", component.get("group"));
        assertEquals("jconv", component.get("name"));
        assertFalse(sbom.containsKey("components"), () -> "of dependencies: " + sbom.get("components"));
        assertTrue(component.toString().contains("id=Apache-2.0"), component::toString);
    }

    @Test
    void cliJarHasEverythingItNeeds() throws IOException {
        Set<String> cli = files(CLI);
        Set<String> library = files(LIBRARY);
        library.removeIf(file -> file.startsWith("META-INF/maven/") || file.equals("module-info.class"));

        assertTrue(cli.containsAll(library));
        assertTrue(cli.contains("picocli/CommandLine.class"));
        assertTrue(cli.contains(CLI_PACKAGE + "Main.class"));
        assertTrue(cli.stream().noneMatch(file -> file.endsWith("module-info.class")));
        assertTrue(cli.stream().noneMatch(file -> file.startsWith("io/github/jconv/jmh/")));
        assertTrue(cli.stream().noneMatch(file -> file.equals("META-INF/jpms.args")));
        try (JarFile jar = new JarFile(CLI.toFile())) {
            assertEquals(
                    "io.github.jconv.cli.Main",
                    jar.getManifest().getMainAttributes().getValue("Main-Class"));
        }
    }

    @Test
    void classFilesAreJava17() throws IOException {
        for (Path path : List.of(LIBRARY, CLI)) {
            try (JarFile jar = new JarFile(path.toFile())) {
                for (String file : files(path)) {
                    if (file.endsWith(".class") && !file.startsWith("picocli/")) {
                        assertEquals(61, classFileVersion(jar.getInputStream(jar.getEntry(file))), file);
                    }
                }
            }
        }
    }

    @Test
    void bothJarsCarryTheLicense() throws IOException {
        assertTrue(files(LIBRARY).contains("META-INF/LICENSE"));
        assertTrue(files(CLI).contains("META-INF/LICENSE"));
    }

    @Test
    void onlyTheCliJarHasTheNetworkAndItsLicense() throws IOException {
        for (String file : List.of("LICENSE", "WEIGHTS.md", "esrgan-slim-x2.safetensors", "photo.png")) {
            assertTrue(files(CLI).contains(CLI_PACKAGE + "esrgan/" + file), file);
        }
        assertTrue(files(LIBRARY).stream().noneMatch(file -> file.contains("esrgan")));
    }

    @Test
    void usersOfTheLibraryGetNoDependency() throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("target", "published-pom.xml").toFile());
        XPath xpath = XPathFactory.newInstance().newXPath();
        String all = "count(/project/dependencies/dependency)";
        String own = "count(/project/dependencies/dependency[scope='provided' or scope='test'])";
        assertEquals(xpath.evaluate(all, document), xpath.evaluate(own, document));
        assertTrue(files(LIBRARY).contains("META-INF/maven/io.github.jconv/jconv/pom.properties"));
    }

    private static Set<String> files(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(entry -> entry.getName())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static int classFileVersion(InputStream file) throws IOException {
        try (DataInputStream in = new DataInputStream(file)) {
            in.readInt();
            in.readUnsignedShort();
            return in.readUnsignedShort();
        }
    }
}
