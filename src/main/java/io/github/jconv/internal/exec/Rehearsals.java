// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.exec;

import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.platform.Platform;
import java.util.Arrays;

/**
 * The rehearsals of this process, one for each kernel with its loops, tile, lane axis and activation, and again for NHWC. They run one after
 * the other on a daemon thread that ends with the last of them.
 */
public final class Rehearsals {
    private static final Object LOCK = new Object();

    /** Those over or begun, then those that wait; only replaced, under the lock. */
    private static volatile Rehearsal[] all = {};

    private static Thread thread;

    private Rehearsals() {}

    /** Whether the rehearsal of a plan's code has ended, however it did. */
    public static boolean over(Plan plan) {
        Rehearsal rehearsal = find(plan);
        return rehearsal != null && rehearsal.isOver();
    }

    /** Whether the code of a plan was seen to be compiled. */
    public static boolean compiled(Plan plan) {
        Rehearsal rehearsal = find(plan);
        return rehearsal != null && rehearsal.isCompiled();
    }

    /** Whether a plan should serve: its code is compiled, or is no slower than the scalar kernel as it is. */
    public static boolean serves(Plan plan) {
        Rehearsal rehearsal = find(plan);
        return rehearsal != null && rehearsal.serves();
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
        Rehearsal known = find(plan);
        if (known != null && !known.isDue()) {
            return;
        }
        synchronized (LOCK) {
            known = find(plan);
            if (known == null) {
                Rehearsal[] grown = Arrays.copyOf(all, all.length + 1);
                grown[all.length] = new Rehearsal(plan, platform);
                all = grown;
            } else if (known.isDue()) {
                known.repeat();
            }
            if (thread == null) {
                thread = new Thread(null, Rehearsals::work, "jconv-rehearsal", 0, false);
                thread.setDaemon(true);
                // The caller's would be held as long as the thread lives.
                thread.setContextClassLoader(null);
                start();
            }
        }
    }

    private static void start() {
        try {
            thread.start();
        } catch (OutOfMemoryError noThreadLeft) {
            work();
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

    private static void work() {
        for (Rehearsal next = next(); next != null; next = next()) {
            next.run(Rehearsal.MOST_NANOS);
        }
    }

    private static Rehearsal next() {
        synchronized (LOCK) {
            for (Rehearsal rehearsal : all) {
                if (!rehearsal.isOver()) {
                    return rehearsal;
                }
            }
            thread = null;
            return null;
        }
    }
}
