// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** jconv and the peers that are there, ready to compute the same thing. */
final class Runners implements AutoCloseable {
    /** How to open a peer. */
    interface Opening {
        ReadyLayer open(Peer peer) throws AbsentException;
    }

    private final Map<String, ReadyLayer> all = new LinkedHashMap<>();
    private final Map<Peer, String> absent = new EnumMap<>(Peer.class);

    Runners(ReadyLayer jconv, List<Peer> peers, Opening opening) {
        all.put(JconvLayer.ID, jconv);
        for (Peer peer : peers) {
            try {
                all.put(peer.id, opening.open(peer));
            } catch (AbsentException e) {
                absent.put(peer, e.getMessage());
            }
        }
    }

    /** By id, jconv first. */
    Map<String, ReadyLayer> all() {
        return all;
    }

    Timing measure(Settings settings, Cores cores) {
        Rounds.Times times = new Rounds(all, cores).measure(settings.seconds());
        return new Timing(times.peak(), times.whole(), times.micros(), absent);
    }

    @Override
    public void close() {
        all.values().forEach(ReadyLayer::close);
    }
}
