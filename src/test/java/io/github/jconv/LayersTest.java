// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Layers call downwards only, and the Vector API stays where it is loaded last. */
class LayersTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final String ROOT = "io.github.jconv";

    private static final String IO = ROOT + ".io";
    private static final String CLI = ROOT + ".cli";

    /** The height of each package; the command line stands on the public API alone, io on nothing. */
    private static final Map<String, Integer> LAYERS = Map.of(
            CLI,
            7,
            IO,
            0,
            ROOT,
            6,
            ROOT + ".internal.validate",
            5,
            ROOT + ".internal.planner",
            4,
            ROOT + ".internal.exec",
            3,
            ROOT + ".internal.jfr",
            3,
            ROOT + ".internal.kernel",
            2,
            ROOT + ".internal.geometry",
            1,
            ROOT + ".internal.platform",
            1);

    /** Vocabulary, not a layer. */
    private static final Set<String> VOCABULARY =
            Set.of(ROOT + ".PaddingMode", ROOT + ".Accuracy", ROOT + ".DataLayout", ROOT + ".Activation");

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern MENTION =
            Pattern.compile("\\bio\\.github\\.jconv((?:\\.[a-z]\\w*)*)\\.([A-Z]\\w*|\\*)");

    @Test
    void everyPackageHasALayer() {
        for (Source source : sources()) {
            assertTrue(LAYERS.containsKey(source.packageName), () -> source.path + " is of no known layer");
        }
    }

    @Test
    void noImportLeadsUpwards() {
        List<String> upwards = new ArrayList<>();
        for (Source source : sources()) {
            for (Map.Entry<String, String> mention : source.mentions().entrySet()) {
                if (!isAllowed(source.packageName, mention.getValue(), mention.getKey())) {
                    upwards.add(source.path + " uses " + mention.getKey());
                }
            }
        }
        assertEquals(List.of(), upwards);
    }

    @Test
    void onlyKernelsLanesAndTheFmaLoopKnowTheVectorApi() {
        List<String> others = new ArrayList<>();
        int users = 0;
        for (Source source : sources()) {
            boolean allowed = source.packageName.equals(ROOT + ".internal.kernel")
                    || source.path.endsWith("platform/VectorLanes.java")
                    || source.path.endsWith("cli/FmaLoop.java");
            boolean uses = source.text.contains("import jdk.incubator.vector");
            users += uses ? 1 : 0;
            if (uses && !allowed) {
                others.add(source.path.toString());
            }
        }
        assertEquals(List.of(), others);
        assertTrue(users > 1);
    }

    /** A plan for another machine is a plan on this one: kernels are told the platform, but for how {@code Fma} rounds. */
    @Test
    void onlyTheFmaOfKernelsAsksForThisMachine() {
        Set<String> users = sources().stream()
                .filter(source -> source.packageName.equals(ROOT + ".internal.kernel")
                        || source.packageName.equals(ROOT + ".internal.planner"))
                .filter(source -> source.text.contains("Platform.current()"))
                .map(source -> source.path.getFileName().toString())
                .collect(Collectors.toSet());
        assertEquals(Set.of("Fma.java"), users);
    }

    /** jconv runs without it: {@code Recording} looks for the module first. */
    @Test
    void onlyRecordingAndEventsKnowFlightRecorder() {
        Set<String> users = sources().stream()
                .filter(source -> source.text.contains("import jdk.jfr"))
                .map(source -> source.path.getFileName().toString())
                .collect(Collectors.toSet());
        assertEquals(Set.of("Recording.java", "PlanEvent.java", "ForwardEvent.java"), users);
    }

    @Test
    void theRulesTellUpFromDown() {
        String kernel = ROOT + ".internal.kernel";
        assertTrue(isAllowed(ROOT, kernel, kernel + ".Plan"));
        assertTrue(isAllowed(kernel, kernel, kernel + ".Plan"));
        assertTrue(isAllowed(kernel, ROOT, ROOT + ".PaddingMode"));
        assertEquals(false, isAllowed(kernel, ROOT, ROOT + ".Conv2d"));
        assertEquals(false, isAllowed(kernel, ROOT + ".internal.exec", ROOT + ".internal.exec.Executor"));
        assertEquals(false, isAllowed(ROOT + ".internal.platform", ROOT + ".internal.geometry", ROOT + ".Geometry"));
        assertEquals(false, isAllowed(ROOT + ".cli", kernel, kernel + ".Plan"));
        assertEquals(false, isAllowed(ROOT, ROOT + ".cli", ROOT + ".cli.Main"));
        assertTrue(isAllowed(CLI, IO, IO + ".Npy"));
        assertEquals(false, isAllowed(ROOT, IO, IO + ".Npy"));
        assertEquals(false, isAllowed(IO, ROOT, ROOT + ".Conv2d"));
        assertEquals(false, isAllowed(IO, kernel, kernel + ".Plan"));
    }

    private static boolean isAllowed(String from, String to, String type) {
        if (VOCABULARY.contains(type) || from.equals(to)) {
            return true;
        }
        if (from.equals(CLI)) {
            return to.equals(ROOT) || to.equals(IO);
        }
        // Files are the user's business: no layer reads any.
        if (to.equals(IO)) {
            return false;
        }
        return LAYERS.containsKey(to) && LAYERS.get(to) < LAYERS.get(from);
    }

    private static List<Source> sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Source> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("module-info.java"))
                    .map(Source::of)
                    .toList();
            assertTrue(sources.size() > 20, () -> "only " + sources.size() + " sources in " + SOURCES.toAbsolutePath());
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Source(Path path, String packageName, String text) {
        static Source of(Path path) {
            try {
                String text = Files.readString(path);
                Matcher m = PACKAGE.matcher(text);
                assertTrue(m.find(), () -> path + " has no package");
                return new Source(path, m.group(1), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Types of this project that the source names in full, in an import or elsewhere, with their packages. */
        Map<String, String> mentions() {
            Map<String, String> mentions = new TreeMap<>();
            Matcher m = MENTION.matcher(text);
            while (m.find()) {
                mentions.put(m.group(), ROOT + m.group(1));
            }
            return mentions;
        }
    }
}
