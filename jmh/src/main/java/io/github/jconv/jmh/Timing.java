// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@link Rounds} measured of something.
 *
 * @param peak GFLOP/s of the FMA peak, of all threads together
 * @param whole whether there were rounds in which the cores were nobody else's
 * @param micros microseconds a call of jconv and of each peer
 * @param absent why a peer is not among them
 */
record Timing(double peak, boolean whole, Map<String, Double> micros, Map<Peer, String> absent) {
    /** Cells for a line, which {@link #parse} reads back. */
    String toCells() {
        Stream<String> times =
                micros.entrySet().stream().map(runner -> "\t" + runner.getKey() + "=" + runner.getValue());
        Stream<String> reasons =
                absent.entrySet().stream().map(peer -> "\t" + peer.getKey().id + "!" + peer.getValue());
        return peak + "\t" + whole + Stream.concat(times, reasons).collect(Collectors.joining());
    }

    static Timing parse(List<String> cells) {
        Map<String, Double> micros = new LinkedHashMap<>();
        Map<Peer, String> absent = new EnumMap<>(Peer.class);
        for (String cell : cells.subList(2, cells.size())) {
            int id = cell.indexOf('!') < 0 ? cell.indexOf('=') : cell.indexOf('!');
            if (cell.charAt(id) == '!') {
                absent.put(Peer.of(cell.substring(0, id)), cell.substring(id + 1));
            } else {
                micros.put(cell.substring(0, id), Double.parseDouble(cell.substring(id + 1)));
            }
        }
        return new Timing(Double.parseDouble(cells.get(0)), Boolean.parseBoolean(cells.get(1)), micros, absent);
    }
}
