// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;

/** Says what a run was: machine, versions, how long. */
final class About {
    private About() {}

    /** A line a fact; {@code subject} is what the seconds are for. */
    static List<String> lines(int forks, Settings settings, String subject) throws IOException {
        List<String> libraries = Forks.artifacts().stream()
                .filter(file -> settings.peers().stream()
                        .filter(peer -> peer.role != Peer.Role.SELF)
                        .anyMatch(peer -> file.matches(peer.artifact + "-[0-9.-]+\\.jar")
                                || file.matches(peer.artifact + "-[0-9.]+-linux.*\\.jar")))
                .toList();
        return List.of(
                String.format(
                        Locale.ROOT,
                        "JDK %s, %s, %d float lanes",
                        Runtime.version(),
                        processor(),
                        FloatVector.SPECIES_PREFERRED.length()),
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
                "a ratio is a peer's time over jconv's: above 1, jconv is the faster");
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
