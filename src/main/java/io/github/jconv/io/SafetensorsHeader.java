// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The header of a safetensors file: a JSON object that has for each tensor's name an object of {@code dtype},
 * {@code shape} and {@code data_offsets}, and perhaps {@code __metadata__}, an object of strings.
 */
final class SafetensorsHeader {
    private static final String METADATA = "__metadata__";
    private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";
    private static final int HEX_DIGITS = 4;
    /** No file is so long. */
    private static final long MAX_OFFSET = 1L << 59;

    private final HeaderText text;
    private final List<SafetensorsEntry> entries = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /** Reads {@code text}, which must be such an object and nothing else. */
    SafetensorsHeader(HeaderText text) throws TensorFileException {
        this.text = text;
        for (boolean more = begins(); more; more = goesOn()) {
            entry(key());
        }
        text.end();
    }

    /** What it says of the tensors, in no order. */
    List<SafetensorsEntry> entries() {
        return entries;
    }

    /** Whether an object begins that has a member. */
    private boolean begins() throws TensorFileException {
        text.expect('{');
        return !text.next('}');
    }

    /** Whether an object has another member. */
    private boolean goesOn() throws TensorFileException {
        if (text.next(',')) {
            return true;
        }
        text.expect('}');
        return false;
    }

    private String key() throws TensorFileException {
        String key = string();
        text.expect(':');
        return key;
    }

    private void entry(String name) throws TensorFileException {
        if (!names.add(name)) {
            throw text.refused("the header has the tensor '" + HeaderText.shortened(name) + "' twice");
        }
        if (name.equals(METADATA)) {
            for (boolean more = begins(); more; more = goesOn()) {
                key();
                string();
            }
            return;
        }
        Description description = new Description();
        for (boolean more = begins(); more; more = goesOn()) {
            description.member(key());
        }
        entries.add(description.entry(name));
    }

    /** What is said of one tensor, key by key. */
    private final class Description {
        private final Set<String> seen = new TreeSet<>();
        private String dtype;
        private final List<Integer> shape = new ArrayList<>();
        private long begin;
        private long end;

        void member(String key) throws TensorFileException {
            if (!KEYS.contains(key) || !seen.add(key)) {
                throw text.refused("the header has an unknown or repeated key '" + HeaderText.shortened(key) + "'");
            }
            switch (key) {
                case "dtype" -> dtype = HeaderText.shortened(string());
                case "shape" -> shape();
                default -> offsets();
            }
        }

        private void shape() throws TensorFileException {
            if (text.sizes('[', ']', "", shape)) {
                throw text.malformed("a size");
            }
        }

        private void offsets() throws TensorFileException {
            text.expect('[');
            begin = text.number("offset", MAX_OFFSET);
            text.expect(',');
            end = text.number("offset", MAX_OFFSET);
            text.expect(']');
        }

        SafetensorsEntry entry(String name) throws TensorFileException {
            if (seen.size() != KEYS.size()) {
                throw text.refused("tensor '" + HeaderText.shortened(name)
                        + "': must have the keys dtype, shape and data_offsets, has only " + seen);
            }
            int[] sizes = shape.stream().mapToInt(Integer::intValue).toArray();
            return new SafetensorsEntry(name, dtype, sizes, begin, end);
        }
    }

    private String string() throws TensorFileException {
        text.expect('"');
        StringBuilder value = new StringBuilder();
        for (char c = character(); c != '"'; c = character()) {
            value.append(c == '\\' ? escaped() : c);
        }
        return value.toString();
    }

    private char character() throws TensorFileException {
        char c = text.take("'\"'");
        if (c < ' ') {
            throw text.malformed("no control character in a string");
        }
        return c;
    }

    private char escaped() throws TensorFileException {
        char c = character();
        if (c == 'u') {
            return unicode();
        }
        int at = ESCAPES.indexOf(c);
        if (at < 0) {
            throw text.malformed("an escape of JSON's");
        }
        return ESCAPED.charAt(at);
    }

    private char unicode() throws TensorFileException {
        int code = 0;
        for (int i = 0; i < HEX_DIGITS; i++) {
            char c = character();
            // Of other scripts, which Character.digit knows too, JSON has none.
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw text.malformed("four hexadecimal digits");
            }
            code = 16 * code + digit;
        }
        return (char) code;
    }
}
