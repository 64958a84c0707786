// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;

/** Says what a run was: machine, versions, how long. */
final class About {
    private About() {}

    /** A line a fact of {@link PeerReport}; {@code subject} is what the seconds are for. */
    static List<String> lines(List<String> arguments, int forks, Settings settings, String subject) throws IOException {
        List<String> libraries = Forks.artifacts().stream()
                .filter(file -> settings.peers().stream()
                        .filter(Peer::isOther)
                        .anyMatch(peer -> file.matches(peer.artifact + "-[0-9.-]+\\.jar")
                                || file.matches(peer.artifact + "-[0-9.]+-linux.*\\.jar")))
                .toList();
        List<String> lines = new ArrayList<>(here(PeerReport.class, arguments));
        lines.addAll(List.of(
                String.format(
                        Locale.ROOT,
                        "%s, float32, NCHW in and out, %s, %s, %.1f s a %s",
                        settings.threadsInWords(),
                        settings.accuracy(),
                        Settings.inWords(forks, "fork"),
                        settings.seconds(),
                        subject),
                "peers: "
                        + (libraries.isEmpty()
                                ? "none"
                                : libraries.stream()
                                        .map(file -> file.replace(".jar", ""))
                                        .collect(Collectors.joining(", "))),
                "the peak is that of FMAs without memory, of all threads, measured in the same rounds",
                "a ratio is a peer's time over jconv's: above 1, jconv is the faster"));
        return lines;
    }

    /** When, with what and by which command. */
    static List<String> here(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("java"));
        // A JVM has the modules that it was asked for as a property of its own.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("--add-modules"))
                .forEach(command::add);
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp", "benchmarks.jar", main.getName()));
        command.addAll(arguments);
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%s, JDK %s, %s collector, %s, %d float lanes",
                        LocalDate.now(),
                        Runtime.version(),
                        collector(),
                        processor(),
                        FloatVector.SPECIES_PREFERRED.length()),
                "`" + command.stream().map(About::quoted).collect(Collectors.joining(" ")) + "`");
    }

    /**
     * C2 compiles counted loops by it, which with G1 have an outer one with a safepoint, and it says where arrays begin. A JVM
     * with one processor takes the serial one, larger ones take G1.
     */
    private static String collector() {
        String bean = ManagementFactory.getGarbageCollectorMXBeans().get(0).getName();
        return bean.equals("Copy") ? "serial" : bean.split(" ")[0];
    }

    /** As a shell takes it. */
    private static String quoted(String argument) {
        return argument.matches("[\\w./:=,+@-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    /** The processor's name. */
    static String processor() {
        Path file = Path.of("/proc/cpuinfo");
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
