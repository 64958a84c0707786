// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.oracle;

import java.util.Arrays;
import org.opentest4j.AssertionFailedError;

/** Compares outputs to the bit; only the sign of a zero and the payload of a NaN do not count. */
public final class BitEquality {
    private BitEquality() {}

    /**
     * Fails at the first difference, saying where, what both values are and how to see it again.
     *
     * @param what which of the ways to compute the case this is, such as {@code "scalar, 2 threads"}
     */
    public static void assertBits(ConvCase c, String what, float[] expected, float[] actual) {
        int at = mismatch(expected, actual);
        if (at >= 0) {
            throw new AssertionFailedError(c + " (" + what + "): " + difference(expected, actual, at) + replay(c));
        }
    }

    /** As {@link #assertBits(ConvCase, String, float[], float[])} where no case line describes the whole. */
    public static void assertBits(String what, float[] expected, float[] actual) {
        int at = mismatch(expected, actual);
        if (at >= 0) {
            throw new AssertionFailedError(what + ": " + difference(expected, actual, at));
        }
    }

    /** What to run to see one case again; the system property {@code jconv.replay} says with what command. */
    public static String replay(ConvCase c) {
        return "\n  replay: " + System.getProperty("jconv.replay", "the same test with") + " -Djconv.case=" + c;
    }

    /** The first index at which the arrays differ, or -1. */
    static int mismatch(float[] expected, float[] actual) {
        if (expected.length != actual.length) {
            return Math.min(expected.length, actual.length);
        }
        int at = Arrays.mismatch(expected, actual);
        while (at >= 0 && at < expected.length && same(expected[at], actual[at])) {
            at++;
        }
        return at == expected.length ? -1 : at;
    }

    private static boolean same(float expected, float actual) {
        return expected == actual || (Float.isNaN(expected) && Float.isNaN(actual));
    }

    private static String difference(float[] expected, float[] actual, int at) {
        if (expected.length != actual.length) {
            return "expected " + expected.length + " floats but got " + actual.length;
        }
        return "at index " + at + " of " + expected.length + " expected " + hex(expected[at]) + " but got "
                + hex(actual[at]);
    }

    private static String hex(float value) {
        return String.format("%s (0x%08x)", value, Float.floatToRawIntBits(value));
    }
}
