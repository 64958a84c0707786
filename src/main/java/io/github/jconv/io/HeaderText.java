// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import java.util.List;

/** Reads a header's text from left to right; white space between its parts is passed over. */
final class HeaderText {
    private static final String WHITE = " \t\r\n";
    private static final int MAX_SHOWN = 24;
    /** Any number of so many digits is a long. */
    private static final int MAX_DIGITS = 18;

    private final Source source;
    private final String text;
    private int at;

    HeaderText(Source source, String text) {
        this.source = source;
        this.text = text;
    }

    /** The next character; 0 at the end. */
    char peek() {
        while (at < text.length() && WHITE.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    /** Passes over {@code c} if it is the next character. */
    boolean next(char c) {
        boolean found = peek() == c;
        at += found ? 1 : 0;
        return found;
    }

    /** Passes over {@code word} if it is next. */
    boolean next(String word) {
        peek();
        boolean found = text.startsWith(word, at);
        at += found ? word.length() : 0;
        return found;
    }

    /** Passes over {@code c}, which must be the next character. */
    void expect(char c) throws TensorFileException {
        if (!next(c)) {
            throw malformed("'" + c + "'");
        }
    }

    /** Passes if nothing is left. */
    void end() throws TensorFileException {
        peek();
        if (at < text.length()) {
            throw malformed("the end");
        }
    }

    /** The very next character, white space or not. */
    char take(String expected) throws TensorFileException {
        if (at == text.length()) {
            throw malformed(expected);
        }
        return text.charAt(at++);
    }

    /** A whole number from 0 to {@code limit}. */
    long number(String what, long limit) throws TensorFileException {
        boolean negative = next('-');
        peek();
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        String digits = text.substring(from, at);
        if (digits.isEmpty()) {
            throw malformed("a " + what);
        }
        if (negative) {
            throw refused("the header has a negative " + what + ", -" + shortened(digits));
        }
        String significant = digits.replaceFirst("^0+(?=.)", "");
        if (significant.length() > MAX_DIGITS || Long.parseLong(significant) > limit) {
            throw refused("the header has the " + what + " " + shortened(digits) + ", more than " + limit);
        }
        return Long.parseLong(significant);
    }

    /**
     * The sizes of a shape.
     *
     * @param suffix what may follow a number
     * @param sizes receives them
     * @return whether the last was followed by a comma
     */
    boolean sizes(char open, char close, String suffix, List<Integer> sizes) throws TensorFileException {
        boolean comma = true;
        expect(open);
        while (!next(close)) {
            if (!comma) {
                throw malformed("',' or '" + close + "'");
            }
            sizes.add((int) number("size", Integer.MAX_VALUE));
            next(suffix);
            comma = next(',');
            if (sizes.size() > Tensor.MAX_RANK) {
                throw refused("the shape has more than " + Tensor.MAX_RANK + " sizes");
            }
        }
        return comma && !sizes.isEmpty();
    }

    /** For what can't be read. */
    TensorFileException refused(String problem) {
        return source.refused(problem);
    }

    /** For a character that is none of those expected. */
    TensorFileException malformed(String expected) {
        return source.refused("the header is malformed at character " + at + ": expected " + expected);
    }

    /** For messages: a file may hold words of any length. */
    static String shortened(String value) {
        return value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "...";
    }
}
