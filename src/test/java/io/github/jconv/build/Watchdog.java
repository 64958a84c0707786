// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.build;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Ends a JVM in which one input of a fuzz test hangs: Jazzer's own limit of 5 s is for the inputs it makes, and JUnit's
 * must be off for it, so a committed one would hang the build.
 */
public final class Watchdog {
    /** Much more than any input takes on however busy a machine. */
    private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final long mostNanos;
    private Thread watched;
    private byte[] input;
    private long start;

    /** What is done with an input. */
    public interface Check<E extends Exception> {
        void run() throws E;
    }

    public Watchdog() {
        this(MOST_NANOS);
    }

    Watchdog(long mostNanos) {
        this.mostNanos = mostNanos;
        Thread thread = new Thread(this::watch, "watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs a check of an input on this thread. */
    public <E extends Exception> void over(byte[] checked, Check<E> check) throws E {
        begin(checked);
        try {
            check.run();
        } finally {
            begin(null);
        }
    }

    private synchronized void begin(byte[] next) {
        input = next;
        watched = Thread.currentThread();
        start = System.nanoTime();
    }

    private void watch() {
        try {
            while (!hangs()) {
                Thread.sleep(TimeUnit.NANOSECONDS.toMillis(mostNanos) / 10);
            }
            System.err.println("\nhangs on the input: " + new String(input, StandardCharsets.ISO_8859_1));
            for (StackTraceElement frame : watched.getStackTrace()) {
                System.err.println("    at " + frame);
            }
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean hangs() {
        return input != null && System.nanoTime() - start > mostNanos;
    }
}
