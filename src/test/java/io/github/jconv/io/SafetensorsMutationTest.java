// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SafetensorsMutationTest {
    private static final byte[] VALID = SafetensorsTest.bytes(SafetensorsTest.GOOD, 1, 2, 3);

    @Property(tries = 2000)
    void aMutatedFileIsRightOrRefused(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = 300) Integer> places, @ForAll byte value)
            throws IOException {
        byte[] file = VALID.clone();
        for (int place : places) {
            file[place % file.length] = value;
        }
        try {
            for (Tensor tensor :
                    Safetensors.read(new ByteArrayInputStream(file)).values()) {
                assertEquals(Arrays.stream(tensor.shape()).reduce(1, Math::multiplyExact), tensor.data().length);
            }
        } catch (TensorFileException e) {
            // Refused, as it may be.
        }
    }
}
