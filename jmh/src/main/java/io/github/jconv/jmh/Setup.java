// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.List;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;

/** What a share of the peak depends on beside the code: only those of one setup can be compared. */
record Setup(int threads, AccuracyChoice accuracy, Runtime.Version jdk, String cpu, int lanes) {
    /** Its columns in a table. */
    static final String COLUMNS = "threads,accuracy,jdk,cpu,lanes";

    /** That of a run here. */
    static Setup here(Settings settings) {
        return new Setup(
                settings.threads(),
                settings.accuracy(),
                Runtime.version(),
                About.processor().replace(',', ' '),
                FloatVector.SPECIES_PREFERRED.length());
    }

    /** Reads {@link #cells} back. */
    static Setup parse(List<String> cells) {
        return new Setup(
                positive(cells.get(0)),
                AccuracyChoice.valueOf(cells.get(1).toUpperCase(Locale.ROOT)),
                Runtime.Version.parse(cells.get(2)),
                cells.get(3),
                positive(cells.get(4)));
    }

    private static int positive(String cell) {
        int value = Integer.parseInt(cell);
        if (value < 1) {
            throw new IllegalArgumentException(cell);
        }
        return value;
    }

    String cells() {
        return String.join(",", Integer.toString(threads), accuracy.toString(), jdk.toString(), cpu, lanes + "");
    }

    /** Whether what is measured in one can be held against what is measured in the other. An update of the JDK may be. */
    boolean comparable(Setup other) {
        return threads == other.threads
                && accuracy == other.accuracy
                && jdk.feature() == other.jdk.feature()
                && cpu.equals(other.cpu)
                && lanes == other.lanes;
    }

    /** Such as "1 thread, exact, JDK 25, AMD EPYC of 16 lanes". */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s, %s, JDK %d, %s of %d lanes",
                Settings.inWords(threads, "thread"),
                accuracy,
                jdk.feature(),
                cpu,
                lanes);
    }
}
