// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A column of ratios: a peer's time over jconv's. */
record RatioColumn(String title, Function<LayerResult, OptionalDouble> value) {
    static final String BEST = "best plain";

    /** The plain peers, the best of them, the others. */
    static List<RatioColumn> of(List<Peer> peers) {
        List<RatioColumn> plain = new ArrayList<>();
        List<RatioColumn> others = new ArrayList<>();
        for (Peer peer : peers) {
            (peer.role == Peer.Role.PLAIN ? plain : others).add(new RatioColumn(peer.id, r -> r.ratio(peer)));
        }
        if (!plain.isEmpty()) {
            plain.add(new RatioColumn(BEST, LayerResult::ratioToBest));
        }
        plain.addAll(others);
        return plain;
    }
}
