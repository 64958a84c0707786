// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A size on both axes, given as {@code 3} or {@code 3,5}. */
record Pair(int height, int width) {
    static final Pair ONE = new Pair(1, 1);

    /** Reads a {@link Pair}. */
    static final class Converter implements ITypeConverter<Pair> {
        @Override
        public Pair convert(String text) {
            List<Integer> sizes = ints(text);
            if (sizes.size() > 2) {
                throw new TypeConversionException("'" + text + "' must be one number or two, HEIGHT,WIDTH");
            }
            return new Pair(sizes.get(0), sizes.get(sizes.size() - 1));
        }
    }

    /** Whole numbers separated by commas, at least one. */
    static List<Integer> ints(String text) {
        List<Integer> values = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            try {
                values.add(Integer.parseInt(part.strip()));
            } catch (NumberFormatException e) {
                throw new TypeConversionException(
                        "'" + text + "' must be whole numbers below 2^31, separated by commas");
            }
        }
        return values;
    }

    @Override
    public String toString() {
        return height == width ? String.valueOf(height) : height + "," + width;
    }
}
