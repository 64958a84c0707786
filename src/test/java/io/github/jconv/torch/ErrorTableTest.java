// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What PyTorch refuses, jconv refuses, with parameter, value and limit: the rows of {@code errors.txt}, where PyTorch's
 * own words stand beside. A row without an input's shape is refused at construction, the others by all that take it.
 */
class ErrorTableTest {
    private static final Pattern ARGUMENT = Pattern.compile("(\\w+)=(\\([^)]*\\)|'[^']*'|-?\\d+)");

    /** Rows that PyTorch lets pass or finds later. */
    private static final Set<String> JCONV_ALONE = Set.of("channels <= 0", "product past an array's limit");

    private record Row(String name, String arguments, List<String> message, String torch) {
        @Override
        public String toString() {
            return name + ": " + arguments;
        }
    }

    static List<Row> rows() {
        return GoldenCase.lines("errors.txt").stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\\|", -1))
                .map(field -> new Row(field[0], field[1], List.of(field[2].split("; ")), field[3]))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void refuses(Row row) {
        Map<String, String> arguments =
                ARGUMENT.matcher(row.arguments()).results().collect(Collectors.toMap(m -> m.group(1), m -> m.group(2)));
        if (!arguments.containsKey("x")) {
            assertRefused(row, () -> layer(arguments));
            return;
        }
        int[] shape = ints(arguments.remove("x"));
        Conv2d conv = layer(arguments);
        assertRefused(row, () -> conv.outputShape(shape));
        assertRefused(row, () -> conv.plan(shape));
        assertRefused(row, () -> conv.multiplyAdds(shape));
        assertRefused(row, () -> conv.forward(new float[0], shape));
        assertRefused(row, () -> conv.forward(new float[0], 0, new float[0], 0, shape));
    }

    @Test
    void pyTorchRefusesThemToo() {
        Set<String> accepted = rows().stream()
                .filter(row -> row.torch().equals("accepted"))
                .map(Row::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(JCONV_ALONE), accepted);
        assertTrue(rows().stream().noneMatch(row -> row.torch().isEmpty()));
    }

    private static void assertRefused(Row row, Executable action) {
        String message = assertThrows(IllegalArgumentException.class, action, row::toString)
                .getMessage();
        for (String part : row.message()) {
            assertTrue(message.contains(part), () -> row + ": expected \"" + part + "\" in: " + message);
        }
    }

    /** A layer of PyTorch's arguments; {@code weight} and {@code bias} are shapes. */
    private static Conv2d layer(Map<String, String> arguments) {
        Conv2dBuilder builder = Conv2d.builder();
        arguments.forEach((name, value) -> {
            int[] numbers = value.startsWith("'") ? null : ints(value);
            String word = value.replace("'", "");
            switch (name) {
                case "in_channels" -> builder.inChannels(numbers[0]);
                case "out_channels" -> builder.outChannels(numbers[0]);
                case "kernel_size" -> builder.kernelSize(numbers[0], numbers[numbers.length - 1]);
                case "stride" -> builder.stride(numbers[0], numbers[numbers.length - 1]);
                case "dilation" -> builder.dilation(numbers[0], numbers[numbers.length - 1]);
                case "groups" -> builder.groups(numbers[0]);
                case "padding_mode" -> builder.paddingMode(word);
                case "padding" -> {
                    if (numbers == null) {
                        builder.padding(word);
                    } else {
                        builder.padding(numbers[0], numbers[numbers.length - 1]);
                    }
                }
                case "weight" -> builder.weight(new float[product(numbers)]).bias(false);
                case "bias" -> builder.weight(new float[108]).bias(new float[product(numbers)]);
                default -> throw new IllegalStateException("unknown argument " + name);
            }
        });
        return builder.build();
    }

    private static int product(int[] numbers) {
        return Arrays.stream(numbers).reduce(1, Math::multiplyExact);
    }

    private static int[] ints(String value) {
        return Pattern.compile("-?\\d+")
                .matcher(value)
                .results()
                .map(MatchResult::group)
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
