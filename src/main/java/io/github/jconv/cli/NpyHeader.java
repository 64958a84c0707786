// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Parses the header of a NumPy file: a Python dict literal of {@code descr}, {@code fortran_order} and {@code shape}.
 *
 * <p>Only what a float32 array in C order has is legal; the message says what was found instead.
 */
final class NpyHeader {
    /** Sizes an array of NumPy's can have. */
    private static final int MAX_RANK = 64;

    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");

    private final String text;
    private int at;
    private final Set<String> seen = new TreeSet<>();
    private int[] shape;

    private NpyHeader(String text) {
        this.text = text;
    }

    /** The shape of the array that {@code header} describes. */
    static int[] shape(String header) throws NpyException {
        NpyHeader parser = new NpyHeader(header);
        parser.dict();
        return parser.shape;
    }

    private void dict() throws NpyException {
        expect('{');
        while (!next('}')) {
            entry();
            if (!next(',')) {
                expect('}');
                break;
            }
        }
        if (peek() != 0) {
            throw garbage("the end");
        }
        if (seen.size() != KEYS.size()) {
            throw new NpyException("the header must have the keys descr, fortran_order and shape, has only " + seen);
        }
    }

    private void entry() throws NpyException {
        String key = string("a key");
        if (!KEYS.contains(key) || !seen.add(key)) {
            throw new NpyException("the header has an unknown or repeated key '" + key + "'");
        }
        expect(':');
        switch (key) {
            case "descr" -> descr();
            case "fortran_order" -> order();
            default -> shape = tuple();
        }
    }

    private void descr() throws NpyException {
        if (peek() == '[') {
            throw new NpyException("a structured dtype is not supported, must be '<f4' (little-endian float32)");
        }
        String descr = string("a dtype");
        if (descr.equals(">f4")) {
            throw new NpyException("dtype '>f4' is big-endian, must be '<f4' (little-endian float32)");
        }
        if (!descr.equals("<f4")) {
            throw new NpyException("dtype '" + descr + "' is not supported, must be '<f4' (little-endian float32)");
        }
    }

    private void order() throws NpyException {
        if (word("True")) {
            throw new NpyException("fortran_order=True is not supported, must be in C order (numpy.ascontiguousarray)");
        }
        if (!word("False")) {
            throw garbage("True or False");
        }
    }

    private int[] tuple() throws NpyException {
        List<Integer> sizes = new ArrayList<>();
        boolean comma = true;
        expect('(');
        while (!next(')')) {
            if (!comma) {
                throw garbage("',' or ')'");
            }
            sizes.add(size());
            comma = next(',');
            if (sizes.size() > MAX_RANK) {
                throw new NpyException("shape has more than " + MAX_RANK + " sizes");
            }
        }
        // In Python (3) is a number; only (3,) is a tuple.
        if (sizes.size() == 1 && !comma) {
            throw garbage("',' before the ')'");
        }
        return sizes.stream().mapToInt(Integer::intValue).toArray();
    }

    private int size() throws NpyException {
        boolean negative = next('-');
        peek();
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        String digits = text.substring(from, at);
        if (digits.isEmpty()) {
            throw garbage("a size");
        }
        if (negative) {
            throw new NpyException("shape has a negative size, -" + shortened(digits));
        }
        word("L"); // Python 2 wrote longs so
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new NpyException("shape has the size " + shortened(digits) + ", more than " + Integer.MAX_VALUE);
        }
    }

    private String string(String what) throws NpyException {
        char quote = peek();
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            throw garbage(what);
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return shortened(value);
    }

    private boolean word(String word) {
        peek();
        boolean found = text.startsWith(word, at);
        at += found ? word.length() : 0;
        return found;
    }

    private void expect(char c) throws NpyException {
        if (!next(c)) {
            throw garbage("'" + c + "'");
        }
    }

    private boolean next(char c) {
        boolean found = peek() == c;
        at += found ? 1 : 0;
        return found;
    }

    /** The next character that is not white space; 0 at the end. */
    private char peek() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private NpyException garbage(String expected) {
        return new NpyException("the header is malformed at character " + at + ": expected " + expected);
    }

    private static String shortened(String value) {
        return value.length() <= 24 ? value : value.substring(0, 24) + "...";
    }
}
