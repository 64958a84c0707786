// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.platform.Platform;
import java.util.Arrays;

/**
 * The thread of this process's rehearsals, one for each kernel with its loops, tile, lane axis and activation, and again for
 * NHWC. They run one after the other; it ends with the last of them.
 */
public final class Rehearsals extends Thread {
    private static final Object LOCK = new Object();

    /** Those that have ended or begun, then those that wait; only replaced, under the lock. */
    private static volatile Rehearsal[] all = {};

    private static Rehearsals thread;

    private Rehearsals() {
        super(null, null, "jconv-rehearsal", 0, false);
        setDaemon(true);
        // The caller's would be held as long as the thread lives.
        setContextClassLoader(null);
    }

    /** Whether a plan should serve: its code is compiled, cannot be rehearsed, or is no slower than the scalar kernel. */
    public static boolean serves(Plan plan) {
        int end = end(plan);
        return end > 0 && end < Rehearsal.SLOWER;
    }

    /** How the rehearsal of a plan's code ended, or 0 if it has not. */
    static int end(Plan plan) {
        Rehearsal rehearsal = find(plan);
        return rehearsal == null ? 0 : rehearsal.end();
    }

    private static Rehearsal find(Plan plan) {
        for (Rehearsal rehearsal : all) {
            if (rehearsal.isOf(plan)) {
                return rehearsal;
            }
        }
        return null;
    }

    /** Sees to it that the code of a plan will be compiled. */
    public static void begin(Plan plan, Platform platform) {
        synchronized (LOCK) {
            Rehearsal known = find(plan);
            if (known == null) {
                Rehearsal[] grown = Arrays.copyOf(all, all.length + 1);
                grown[all.length] = new Rehearsal(plan, platform);
                all = grown;
            } else if (!known.isDue()) {
                return;
            }
            if (thread == null) {
                thread = new Rehearsals();
                try {
                    thread.start();
                } catch (OutOfMemoryError noThreadLeft) {
                    thread.run();
                }
            }
        }
    }

    /** Returns when no rehearsal is going on. */
    public static void await() throws InterruptedException {
        Thread running;
        synchronized (LOCK) {
            running = thread;
        }
        if (running != null) {
            running.join();
        }
    }

    /** Runs what waits. */
    @Override
    public void run() {
        for (Rehearsal next = next(); next != null; next = next()) {
            next.run(Rehearsal.MOST_NANOS);
        }
    }

    private static Rehearsal next() {
        synchronized (LOCK) {
            for (Rehearsal rehearsal : all) {
                if (rehearsal.end() == 0) {
                    return rehearsal;
                }
            }
            thread = null;
            return null;
        }
    }
}
