// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.Locale;

/** Tells on standard error how far a measuring JVM is. */
final class Progress {
    private final int fork;
    private final int forks;
    private final String what;
    private final int all;
    private final long start = System.nanoTime();
    private int done;

    /** Of {@code all} things, each a {@code what}, in one of so many forks, which will take as long. */
    Progress(int fork, int forks, String what, int all) {
        this.fork = fork;
        this.forks = forks;
        this.what = what;
        this.all = all;
    }

    void done(Measured result) {
        done++;
        double left = (System.nanoTime() - start) * 1e-9 / done * left(done);
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "fork %d of %d, %s %d of %d, %.0f s left: %s %.0f us, %.0f %%",
                fork,
                forks,
                what,
                done,
                all,
                left,
                result.name(),
                result.jconvMicros(),
                result.percent()));
        for (Peer peer : Peer.values()) {
            result.ratio(peer).ifPresent(ratio -> line.append(String.format(Locale.ROOT, ", %s %.2f", peer.id, ratio)));
        }
        System.err.println(line);
    }

    /** Things left of the whole run when so many of this fork's are done. */
    int left(int done) {
        return all - done + (forks - fork) * all;
    }
}
