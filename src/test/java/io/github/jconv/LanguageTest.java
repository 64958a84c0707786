// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.jconv.oracle.ConvCase;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed does not depend on the language: others have other digits, commas in numbers, and another i. */
class LanguageTest {
    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "de-DE", "hi-IN-u-nu-deva", "tr-TR"})
    void printsTheSame(String language) {
        String expected = printed();
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(language));
        try {
            assertEquals(expected, printed());
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String printed() {
        Conv2dBuilder builder =
                Conv2d.builder().inChannels(12).outChannels(1234).kernelSize(3).stride(10);
        Conv2d uneven = builder.paddingSides(0, 11, 12, 13).build();
        ConvCase c = ConvCase.parse("n1g1_ic12ih34iw56_oc7_kh3kw3_s1x1_p1x1_d1x1_circular_b1_subnormal_seed89");
        return String.join(
                "\n",
                uneven.toString(),
                uneven.plan(10, 12, 1234, 56).toString(),
                refusal(() -> uneven.outputShape(1, 12, 46341, 46341)),
                refusal(() -> builder.dilation(-1234).build()),
                refusal(() -> PaddingMode.of("i")),
                PaddingMode.CIRCULAR.torchName(),
                c.toString(),
                c.builder().build().toString());
    }

    private static String refusal(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }
}
