// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How to measure.
 *
 * @param threads of every runner
 * @param seconds for a layer or network, without warm-up
 */
record Settings(int threads, double seconds, AccuracyChoice accuracy, List<Peer> peers) {
    private static final int ARGUMENTS = 4;

    /** As arguments of a measuring JVM. */
    List<String> toArguments() {
        String ids = peers.stream().map(peer -> peer.id).collect(Collectors.joining(","));
        return List.of(Integer.toString(threads), Double.toString(seconds), accuracy.toString(), ids);
    }

    /** The settings in the first of {@code arguments}; {@link #rest} are the others. */
    static Settings parse(List<String> arguments) {
        List<Peer> peers = Stream.of(arguments.get(3).split(","))
                .filter(id -> !id.isEmpty())
                .map(Peer::of)
                .toList();
        return new Settings(
                Integer.parseInt(arguments.get(0)),
                Double.parseDouble(arguments.get(1)),
                AccuracyChoice.valueOf(arguments.get(2).toUpperCase(Locale.ROOT)),
                peers);
    }

    /** The threads in words, such as {@code 2 threads}. */
    String threadsInWords() {
        return inWords(threads, "thread");
    }

    /** So many of a thing. */
    static String inWords(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    static List<String> rest(List<String> arguments) {
        return arguments.subList(ARGUMENTS, arguments.size());
    }
}
