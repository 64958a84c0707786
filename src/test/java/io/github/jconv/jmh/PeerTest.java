// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.PaddingMode;
import io.github.jconv.oracle.ConvCase;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** jconv as its own peer. */
class PeerTest {
    private static final ConvCase PADDED =
            ConvCase.parse("n1g1_ic16ih24iw24_oc16_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1");
    private static final ConvCase UNPADDED = ConvCase.parse("n1g1_ic8ih6iw6_oc8_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed1");

    private static Settings settings(AccuracyChoice accuracy) {
        return new Settings(2, 1, accuracy, List.of());
    }

    @Test
    void othersAreNotJconv() {
        assertTrue(Peer.others().contains(Peer.ORT));
        assertFalse(Peer.others().contains(Peer.ONE_THREAD));
    }

    @Test
    void oneThreadGivesTheSameBits() throws Exception {
        float[] expected = PADDED.builder().build().forward(PADDED.input(), PADDED.shape());

        assertArrayEquals(expected, output(Peer.ONE_THREAD, PADDED, AccuracyChoice.EXACT));
    }

    @Test
    void exactIsExactBesideFast() throws Exception {
        ConvCase c = ConvCase.parse("n1g1_ic64ih24iw24_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1");
        float[] exact = c.builder().build().forward(c.input(), c.shape());
        float[] fast = AccuracyChoice.FAST.set(c.builder()).build().forward(c.input(), c.shape());

        assertArrayEquals(exact, output(Peer.EXACT, c, AccuracyChoice.FAST));
        assertArrayEquals(fast, output(Peer.ONE_THREAD, c, AccuracyChoice.FAST));
        assertFalse(Arrays.equals(exact, fast));
    }

    @ParameterizedTest
    @CsvSource({"REFLECT, REFLECT", "REPLICATE, REPLICATE", "CIRCULAR, CIRCULAR"})
    void paddingModes(Peer peer, PaddingMode mode) throws Exception {
        float[] expected = PADDED.builder().paddingMode(mode).build().forward(PADDED.input(), PADDED.shape());

        assertArrayEquals(expected, output(peer, PADDED, AccuracyChoice.EXACT));
        assertFalse(peer.comparable);
    }

    @Test
    void aLayerWithoutPaddingHasNoModes() {
        AbsentException e =
                assertThrows(AbsentException.class, () -> Peer.REFLECT.open(UNPADDED, settings(AccuracyChoice.EXACT)));

        assertEquals("no padding", e.getMessage());
    }

    @Test
    void jconvIsNotItsOwnBestPeer() {
        Workload tiny = Workloads.parse("f", List.of(Workloads.COLUMNS, "net,tiny,3,1,8,8,8,8,3,3,1,1,1,1,1,1,1"))
                .get(0);
        Timing timing = new Timing(100, true, Map.of("jconv", 10.0, "one-thread", 19.0, "ort", 12.0), Map.of());
        LayerResult result = new LayerResult(tiny, "general 4x2", timing);

        assertEquals(OptionalDouble.of(1.9), result.ratio(Peer.ONE_THREAD));
        assertEquals(OptionalDouble.of(1.2), result.ratioToBest());
    }

    private static float[] output(Peer peer, ConvCase c, AccuracyChoice accuracy) throws Exception {
        try (ReadyLayer layer = peer.open(c, settings(accuracy))) {
            layer.run();
            return layer.output();
        }
    }
}
