package io.github.jconv.jmh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one JVM measured of a layer.
 *
 * @param kernel jconv's kernel and tile
 * @param peak GFLOP/s of the FMA peak, of all threads together
 * @param micros microseconds a call of jconv and of each peer
 * @param absent why a peer is not among them
 */
record LayerResult(
        Workload workload, String kernel, double peak, Map<String, Double> micros, Map<Peer, String> absent) {

    double jconvMicros() {
        return micros.get(JconvLayer.ID);
    }

    /** jconv's GFLOP/s. */
    double gflops() {
        return gflops(JconvLayer.ID);
    }

    /** jconv's % of the peak. */
    double percent() {
        return percent(JconvLayer.ID).getAsDouble();
    }

    /** A runner's % of the peak, if it ran. */
    OptionalDouble percent(String id) {
        return micros.containsKey(id) ? OptionalDouble.of(100 * gflops(id) / peak) : OptionalDouble.empty();
    }

    /** A peer's time over jconv's, if it ran: above 1, jconv is the faster. */
    OptionalDouble ratio(Peer peer) {
        return micros.containsKey(peer.id)
                ? OptionalDouble.of(micros.get(peer.id) / jconvMicros())
                : OptionalDouble.empty();
    }

    /** The time of the best peer with plain data over jconv's. */
    OptionalDouble ratioToBest() {
        return List.of(Peer.values()).stream()
                .filter(peer -> peer.role == Peer.Role.PLAIN && micros.containsKey(peer.id))
                .mapToDouble(peer -> micros.get(peer.id) / jconvMicros())
                .min();
    }

    private double gflops(String id) {
        return workload.flops() / micros.get(id) * 1e-3;
    }

    /** As one line, which {@link #parse} reads back. */
    String toLine() {
        StringBuilder line = new StringBuilder(workload.name() + "\t" + kernel + "\t" + peak);
        micros.forEach((id, value) -> line.append("\t").append(id).append("=").append(value));
        absent.forEach(
                (peer, reason) -> line.append("\t").append(peer.id).append("!").append(reason));
        return line.toString();
    }

    /** The result of {@code workload} that a line holds. */
    static LayerResult parse(Workload workload, String line) {
        String[] cells = line.split("\t");
        if (!cells[0].equals(workload.name())) {
            throw new IllegalArgumentException("not of " + workload.name() + ": " + line);
        }
        Map<String, Double> micros = new LinkedHashMap<>();
        Map<Peer, String> absent = new LinkedHashMap<>();
        for (String cell : List.of(cells).subList(3, cells.length)) {
            int id = cell.indexOf('!') < 0 ? cell.indexOf('=') : cell.indexOf('!');
            if (cell.charAt(id) == '!') {
                absent.put(Peer.of(cell.substring(0, id)), cell.substring(id + 1));
            } else {
                micros.put(cell.substring(0, id), Double.parseDouble(cell.substring(id + 1)));
            }
        }
        return new LayerResult(workload, cells[1], Double.parseDouble(cells[2]), micros, absent);
    }
}
