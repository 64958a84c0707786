// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.jconv.oracle.ConvCase;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes just past what an int, a long or an array holds are refused at once, by every method, with the numbers. */
class EdgeSizesTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Of an exception and its message: nothing of the layer's size. */
    private static final long MOST_BYTES = 1 << 16;

    private static final int TIMES = 200;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "n1g1_ic1ih46341iw46341_oc1_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1; input of shape (1, 1, 46341, 46341)",
                "n1g1_ic1ih2147483647iw1_oc1_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1; padded size (2147483647 x 1)",
                "n1g1_ic1ih1iw2147483640_oc1_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1; padded size (1 x 2147483640)",
                "n1g1_ic1ih2147483647iw2147483647_oc1_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1;"
                        + " padded size (2147483647 x 2147483647)",
                "n2147483647g1_ic2ih1iw1_oc1_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1; input of shape (2147483647, 2, 1, 1)",
                "n65536g1_ic65536ih1iw1_oc1_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1; input of shape (65536, 65536, 1, 1)",
                // The product of all sizes is 2^32 and 2^64: 0 in an int and in a long.
                "n65536g1_ic256ih16iw16_oc1_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1; input of shape (65536, 256, 16, 16)",
                "n1073741824g1_ic65536ih16384iw16_oc1_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1;"
                        + " input of shape (1073741824, 65536, 16384, 16)",
                "n32768g1_ic1ih1iw1_oc65536_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1; output of shape (32768, 65536, 1, 1)",
                "n1g1_ic1ih1iw1_oc1_kh1kw1_s1x1_p23170x23170_d1x1_zeros_b1_seed1; output of shape (1, 1, 46341, 46341)",
                "n1g1_ic1ih1iw1_oc1_kh1kw1_s1x1_p2147483647x0_d1x1_zeros_b1_seed1; padded size (4294967295 x 1)",
                "n1g1_ic1ih1iw1_oc1_kh1kw1_s1x1_p0x1073741820_d1x1_zeros_b1_seed1; padded size (1 x 2147483641)",
                "n1g1_ic1ih1iw1_oc1_kh1kw1_s1x1_p0x1073741824_d1x1_replicate_b1_seed1; padded size (1 x 2147483649)",
                "n1g1_ic1ih9iw9_oc1_kh1kw1_s1x1_p0x2147483647_d1x1_reflect_b1_seed1; padding[1]=2147483647",
                "n1g1_ic1ih9iw9_oc1_kh1kw1_s1x1_p2147483647x0_d1x1_circular_b1_seed1; padding[0]=2147483647",
                "n1g1_ic1ih1iw1_oc1_kh1kw1_s1x1_p2147483647,0,2147483647,0_d1x1_zeros_b1_seed1; padded size (4294967295 x 1)",
                "n1g1_ic1ih9iw9_oc1_kh1kw1_s1x1_p0,0,0,2147483647_d1x1_circular_repeats_b1_seed1;"
                        + " padded size (9 x 2147483656)",
                "n1g1_ic1ih9iw9_oc1_kh1kw1_s1x1_p0,0,0,2147483647_d1x1_zeros,circular_b1_seed1; padding[1]=2147483647",
                "n1g1_ic1ih9iw9_oc1_kh1kw1_s1x1_p0,0,9,0_d1x1_reflect,zeros_b1_seed1; padding[0]=9",
                "n1g1_ic1ih9iw9_oc1_kh2kw3_s1x2_sameupper_d1x2147483647_zeros_b1_seed1; padded size (10 x 4294967303)",
                "n1g1_ic1ih9iw9_oc1_kh3kw46340_s1x2_samelower_d1x2147483647_zeros_b1_seed1; padded size (11 x 99512244718342)",
                "n1g1_ic1ih9iw9_oc1_kh3kw3_s1x1_p0x0_d2147483647x1_zeros_b1_seed1; Kernel size: (4294967295 x 3)",
                "n1g1_ic1ih9iw9_oc1_kh2kw2_s1x1_p0x0_d1x2147483647_zeros_b1_seed1; Kernel size: (2 x 2147483648)",
                "n1g1_ic1ih9iw9_oc1_kh1kw46340_s1x1_p0x0_d1x2147483647_zeros_b1_seed1; (1 x 99512244718334)",
                "n1g1_ic1ih9iw9_oc1_kh1kw3_s1x1_same_d1x2147483647_zeros_b1_seed1; padded size (9 x 4294967303)",
            })
    void aShapeIsRefused(String line, String numbers) {
        ConvCase c = ConvCase.parse(line);
        Conv2d conv = c.builder().build();
        float[] none = {};
        refused(() -> conv.outputShape(c.shape()), numbers);
        refused(() -> conv.plan(c.shape()), numbers);
        refused(() -> conv.multiplyAdds(c.shape()), numbers);
        refused(() -> conv.warmUp(c.shape()), numbers);
        refused(() -> conv.forward(none, c.shape()), numbers);
        refused(() -> conv.forward(none, 0, none, 0, c.shape()), numbers);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "n1g1_ic1ih1iw1_oc1_kh46341kw46341_s1x1_p0x0_d1x1_zeros_b1_seed1; (1, 1, 46341, 46341)",
                "n1g1_ic65536ih1iw1_oc65536_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1; (65536, 65536, 1, 1)",
                "n1g1_ic65536ih1iw1_oc65536_kh65536kw65536_s1x1_p0x0_d1x1_zeros_b1_seed1; (65536, 65536, 65536, 65536)",
                "n1g1_ic2147483647ih1iw1_oc2147483647_kh2147483647kw2147483647_s1x1_p0x0_d1x1_zeros_b1_seed1;"
                        + " (2147483647, 2147483647, 2147483647, 2147483647)",
                "n1g1_ic1ih1iw1_oc2147483640_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1; (2147483640, 1, 1, 1)",
            })
    void aWeightIsRefused(String line, String shape) {
        refused(() -> ConvCase.parse(line).builderWithoutWeights().build(), "weight of shape " + shape);
    }

    private static void refused(Executable call, String numbers) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            // The first call loads classes.
            String message = message(call);
            assertTrue(message.contains(numbers), () -> "no \"" + numbers + "\" in: " + message);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < TIMES; i++) {
                message(call);
            }
            long bytes = (THREADS.getCurrentThreadAllocatedBytes() - before) / TIMES;
            assertTrue(bytes <= MOST_BYTES, () -> message + " takes " + bytes + " bytes");
        });
    }

    private static String message(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
