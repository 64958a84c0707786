// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The results of all layers or networks, and what follows from them.
 *
 * @param about the run in words, a line each
 */
record Report<R extends Measured>(List<String> about, Settings settings, List<R> results) {

    /** The layers of each network, in order. */
    static Map<String, List<LayerResult>> networks(List<LayerResult> layers) {
        return layers.stream()
                .collect(Collectors.groupingBy(
                        layer -> layer.workload().network(), LinkedHashMap::new, Collectors.toList()));
    }

    /** The peers that ran at least once. */
    List<Peer> present() {
        return settings.peers().stream()
                .filter(peer -> results.stream().anyMatch(r -> r.ratio(peer).isPresent()))
                .toList();
    }

    /** A sentence a peer that did not run, or not always. */
    List<String> absences() {
        List<String> lines = new ArrayList<>();
        for (Peer peer : settings.peers()) {
            List<R> without = results.stream()
                    .filter(r -> r.timing().absent().containsKey(peer))
                    .toList();
            if (!without.isEmpty()) {
                String where = without.size() == results.size()
                        ? ""
                        : " from " + without.stream().map(Measured::name).collect(Collectors.joining(", "));
                lines.add(peer.id + " is absent" + where + ": "
                        + without.get(0).timing().absent().get(peer));
            }
        }
        return lines;
    }

    /** A sentence if there are layers or networks that had no rounds in which the cores were whole. */
    List<String> disturbances() {
        List<String> names = results.stream()
                .filter(r -> !r.timing().whole())
                .map(Measured::name)
                .toList();
        return names.isEmpty()
                ? List.of()
                : List.of("beside another process on the same cores all the time: " + String.join(", ", names));
    }

    /** The geometric mean of what there is of a value. */
    static OptionalDouble geometricMean(List<LayerResult> layers, Function<LayerResult, OptionalDouble> value) {
        OptionalDouble mean = layers.stream()
                .map(value)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(present -> Math.log(present.getAsDouble()))
                .average();
        return mean.isPresent() ? OptionalDouble.of(Math.exp(mean.getAsDouble())) : mean;
    }

    /** Milliseconds of all layers, each as often as its network has it; nothing if the runner lacks one of them. */
    static OptionalDouble total(List<LayerResult> layers, String id) {
        ToDoubleFunction<LayerResult> millis =
                layer -> layer.workload().count() * layer.timing().micros().get(id) * 1e-3;
        return layers.stream().allMatch(layer -> layer.timing().micros().containsKey(id))
                ? OptionalDouble.of(layers.stream().mapToDouble(millis).sum())
                : OptionalDouble.empty();
    }
}
