// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PaddingModeTest {
    @Test
    void hasTorchsNames() {
        List<String> names =
                Arrays.stream(PaddingMode.values()).map(PaddingMode::torchName).toList();
        assertEquals(List.of("zeros", "reflect", "replicate", "circular"), names);
    }

    @ParameterizedTest
    @EnumSource(PaddingMode.class)
    void isFoundByItsName(PaddingMode mode) {
        assertSame(mode, PaddingMode.of(mode.torchName()));
    }

    @ParameterizedTest
    @EnumSource(PaddingMode.class)
    void hasItsNameInEveryLanguage(PaddingMode mode) {
        Locale before = Locale.getDefault();
        try {
            // A Turkish lower-case I has no dot.
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertSame(mode, PaddingMode.of(mode.torchName()));
            assertTrue(mode.torchName().chars().allMatch(c -> c >= 'a' && c <= 'z'));
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"ZEROS", "zero", "constant", " zeros"})
    void otherNamesAreRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> PaddingMode.of(name));
    }
}
