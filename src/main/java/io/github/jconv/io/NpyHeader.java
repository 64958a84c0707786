// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The header of a NumPy file: a Python dict literal of {@code descr}, {@code fortran_order} and {@code shape}.
 *
 * <p>Only what an array of {@link ElementType}s in C order has is legal; the message says what was found instead.
 */
final class NpyHeader {
    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");
    private static final String ALLOWED = "must be '<f4' (little-endian float32) or '<f2' (float16)";

    private final HeaderText text;
    private final Set<String> seen = new TreeSet<>();
    private ElementType type;
    private int[] shape;

    /** Reads {@code text}, which must be such a dict and nothing else. */
    NpyHeader(HeaderText text) throws TensorFileException {
        this.text = text;
        text.expect('{');
        while (!text.next('}')) {
            entry();
            if (!text.next(',')) {
                text.expect('}');
                break;
            }
        }
        text.end();
        if (seen.size() != KEYS.size()) {
            throw text.refused("the header must have the keys descr, fortran_order and shape, has only " + seen);
        }
    }

    /** How the elements are stored. */
    ElementType type() {
        return type;
    }

    /** The sizes of the array. */
    int[] shape() {
        return shape;
    }

    private void entry() throws TensorFileException {
        String key = string("a key");
        if (!KEYS.contains(key) || !seen.add(key)) {
            throw text.refused("the header has an unknown or repeated key '" + key + "'");
        }
        text.expect(':');
        switch (key) {
            case "descr" -> descr();
            case "fortran_order" -> order();
            default -> shape = tuple();
        }
    }

    private void descr() throws TensorFileException {
        if (text.peek() == '[') {
            throw text.refused("a structured dtype is not supported, " + ALLOWED);
        }
        String descr = string("a dtype");
        boolean bigEndian = descr.startsWith(">");
        type = ElementType.ofNumPy(descr)
                .orElseThrow(() -> text.refused(
                        "dtype '" + descr + "' is " + (bigEndian ? "big-endian" : "not supported") + ", " + ALLOWED));
    }

    private void order() throws TensorFileException {
        if (text.next("True")) {
            throw text.refused("fortran_order=True is not supported, must be in C order (numpy.ascontiguousarray)");
        }
        if (!text.next("False")) {
            throw text.malformed("True or False");
        }
    }

    private int[] tuple() throws TensorFileException {
        List<Integer> sizes = new ArrayList<>();
        boolean comma = text.sizes('(', ')', "L", sizes); // Python 2 wrote longs so
        // In Python (3) is a number; only (3,) is a tuple.
        if (sizes.size() == 1 && !comma) {
            throw text.malformed("',' before the ')'");
        }
        return sizes.stream().mapToInt(Integer::intValue).toArray();
    }

    private String string(String what) throws TensorFileException {
        char quote = text.peek();
        if (quote != '\'' && quote != '"') {
            throw text.malformed(what);
        }
        text.expect(quote);
        StringBuilder value = new StringBuilder();
        for (char c = text.take(what); c != quote; c = text.take(what)) {
            value.append(c);
        }
        return HeaderText.shortened(value.toString());
    }
}
