// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bytes that work on this thread allocates. */
final class Allocated {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocated() {}

    static long by(Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
