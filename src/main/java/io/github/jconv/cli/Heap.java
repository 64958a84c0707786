// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

/** Refuses what the heap can't hold before it is allocated. */
final class Heap {
    private Heap() {}

    /**
     * Passes if {@code bytes} may fit.
     *
     * @throws BadInput naming {@code subject}, if they are more than the whole heap
     */
    static void require(String subject, String what, long bytes) {
        long limit = Runtime.getRuntime().maxMemory();
        if (bytes > limit) {
            throw BadInput.of(
                    subject,
                    what + " needs " + mebibytes(bytes) + " MiB, more than the heap of " + mebibytes(limit)
                            + " MiB; java -Xmx raises it");
        }
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }
}
