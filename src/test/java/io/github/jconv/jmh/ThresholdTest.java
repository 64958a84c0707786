// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What VariantReport changes is there, and docs/performance.md says what it rests on. */
class ThresholdTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", ""));
    private static final Path SOURCES = ROOT.resolve("src/main/java");

    @Test
    void everyConstantIsThereAndDocumented() throws Exception {
        String page = Files.readString(ROOT.resolve("docs/performance.md"));
        for (Threshold t : Threshold.all()) {
            Constant constant = Constant.find(SOURCES, t.constant());
            assertFalse(t.values().contains(constant.value()), () -> t.constant() + " is " + constant.value());
            assertTrue(constant.source("4711").contains(" = 4711;"));
            String type = t.constant().substring(0, t.constant().indexOf('.'));
            String name = t.constant().substring(t.constant().indexOf('.') + 1);
            boolean named = page.lines()
                    .anyMatch(line -> line.startsWith("|") && line.contains(type + ".") && line.contains(name + "`"));
            assertTrue(named, () -> t.constant() + " has no row in docs/performance.md");
        }
    }

    @Test
    void everyConstantHasOneLineAndLayers() {
        List<Threshold> all = Threshold.all();
        assertEquals(
                all.size(), new HashSet<>(all.stream().map(Threshold::constant).toList()).size());
        for (Threshold t : all) {
            t.layers().forEach(LayerText::parse);
            assertTrue(t.threads() > 0 && !t.layers().isEmpty());
        }
    }

    @Test
    void anotherValueInItsPlace() throws Exception {
        Constant constant = Constant.find(SOURCES, "RowLanes.BLOCK_PIXELS");
        String source = constant.source("7 * 64");

        assertTrue(source.contains("int BLOCK_PIXELS = 7 * 64;"));
        assertEquals(
                Files.readString(constant.file()),
                source.replace("BLOCK_PIXELS = 7 * 64;", "BLOCK_PIXELS = " + constant.value() + ";"));
    }

    @Test
    void noConstant() {
        for (String name : List.of("RowLanes", "RowLanes.NOTHING", "Nothing.BLOCK_PIXELS")) {
            var e = assertThrows(IllegalArgumentException.class, () -> Constant.find(SOURCES, name));
            assertTrue(e.getMessage().startsWith(name + ": "), e.getMessage());
        }
    }
}
