// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.Accuracy;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Kernel;
import io.github.jconv.internal.kernel.Kernels;
import io.github.jconv.internal.kernel.LaneAxis;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans for machines that need not be there. */
class PlannerTest {
    private static final Platform SCALAR = new Platform(false, 1, 16, 2, true, 25);
    private static final Platform AVX2 = new Platform(true, 8, 16, 2, true, 25);
    private static final Platform AVX512 = new Platform(true, 16, 32, 1, true, 25);
    private static final Platform AVX512_2 = new Platform(true, 16, 32, 2, true, 25);
    private static final Platform AVX512_JDK17 = new Platform(true, 16, 32, 1, true, 17);
    private static final Platform NEON = new Platform(true, 4, 32, 1, true, 25);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a first layer    | n1g1_ic3ih224iw224_oc64_kh7kw7_s2x2_p3x3_d1x1_zeros_b0_seed0   | general",
                "3x3              | n1g1_ic64ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0    | general",
                "3x3 dilated      | n1g1_ic64ih28iw28_oc64_kh3kw3_s1x1_p2x2_d2x2_zeros_b0_seed0    | general",
                "3x3 in groups    | n1g32_ic128ih28iw28_oc128_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0 | general",
                "1x7              | n1g1_ic64ih17iw17_oc96_kh1kw7_s1x1_p0x3_d1x1_reflect_b1_seed0  | general",
                "same             | n1g1_ic8ih17iw17_oc8_kh4kw4_s1x1_same_d1x1_circular_b1_seed0   | general",
                "1x1              | n1g1_ic64ih56iw56_oc256_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0   | pointwise",
                "1x1 small image  | n1g1_ic512ih7iw7_oc512_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0    | pointwise",
                "1x1 in groups    | n1g4_ic64ih56iw56_oc64_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0    | pointwise",
                "1x1 'same'       | n1g1_ic64ih56iw56_oc64_kh1kw1_s1x1_same_d1x1_zeros_b0_seed0    | pointwise",
                "1x1 padded       | n1g1_ic64ih56iw56_oc64_kh1kw1_s1x1_p1x1_d1x1_zeros_b0_seed0    | general",
                "depthwise        | n1g32_ic32ih112iw112_oc32_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0 | depthwise",
                "depthwise strided| n1g64_ic64ih112iw112_oc64_kh3kw3_s2x2_p1x1_d1x1_zeros_b0_seed0 | depthwise",
                "multiplier 3     | n1g32_ic32ih28iw28_oc96_kh5kw5_s1x1_p2x2_d1x1_reflect_b0_seed0 | depthwise",
                "depthwise, wide  | n1g1_ic1ih2iw1000000_oc1_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0 | depthwise",
                "wider than strips| n1g1_ic1ih2iw3000000_oc1_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0 | general",
            })
    void vectorKernelByShape(String name, String line, String kernel) {
        for (Platform platform : new Platform[] {AVX2, AVX512, AVX512_2, NEON}) {
            assertEquals(kernel, plan(line, platform, 1).kernel().name(), platform::toString);
        }
        assertEquals("scalar", plan(line, SCALAR, 1).kernel().name());
        assertEquals("scalar", plan(line, AVX2.scalar(), 1).kernel().name());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "many pixels       | n1g1_ic64ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0    | PIXELS   | IMAGE_ROWS",
                "the same, 57      | n1g1_ic64ih57iw57_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0    | PIXELS   | ROWS",
                "the same, stride 2| n1g1_ic64ih56iw56_oc64_kh3kw3_s2x2_p1x1_d1x1_zeros_b0_seed0    | PIXELS   | ROWS",
                "the same, reflect | n1g1_ic64ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_reflect_b0_seed0  | PIXELS   | ROWS",
                "1x1 many pixels   | n1g1_ic64ih56iw56_oc256_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0   | PIXELS   | PIXELS",
                "the same, few out | n1g1_ic144ih56iw56_oc24_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0   | PIXELS   | RUNS",
                "1x1, planes of 2^n| n1g1_ic128ih128iw128_oc64_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0  | PIXELS   | PIXELS",
                "1x1 many channels | n1g1_ic256ih14iw14_oc1024_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0 | PIXELS   | ROWS",
                "dilated widely    | n1g1_ic256ih33iw33_oc256_kh3kw3_s1x1_p18x18_d18x18_zeros_b0_seed0 | CHANNELS | REGIONS",
                "the same, reflect | n1g1_ic256ih33iw33_oc256_kh3kw3_s1x1_p18x18_d18x18_reflect_b0_seed0 | PIXELS | PIXELS",
                "few a group       | n1g32_ic256ih28iw28_oc256_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0  | PIXELS   | RUNS",
                "the same, short   | n1g32_ic512ih28iw28_oc512_kh3kw3_s2x2_p1x1_d1x1_zeros_b0_seed0  | PIXELS   | PAIRS",
                "1x1 in groups     | n1g3_ic240ih28iw28_oc240_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0   | PIXELS   | RUNS",
                "few channels out  | n1g1_ic64ih128iw128_oc4_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0   | PIXELS   | RUNS",
                "few channels in   | n1g1_ic3ih224iw224_oc64_kh7kw7_s2x2_p3x3_d1x1_zeros_b0_seed0   | PIXELS   | PAIRS",
                "rows of 7         | n1g1_ic512ih7iw7_oc512_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0    | CHANNELS | IMAGE_ROWS",
                "one channel out   | n1g1_ic64ih56iw56_oc1_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0     | PIXELS   | RUNS",
                "few pixels        | n1g1_ic512ih2iw2_oc512_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0    | CHANNELS | CHANNELS",
                "rows of 4         | n1g1_ic512ih4iw4_oc512_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0    | PIXELS   | ROWS",
                "1x1 of one pixel  | n1g1_ic512ih1iw1_oc1000_kh1kw1_s1x1_p0x0_d1x1_zeros_b1_seed0   | ROWS     | ROWS",
            })
    void lanesByShape(String name, String line, LaneAxis avx2, LaneAxis avx512) {
        assertEquals(avx2, plan(line, AVX2, 1).layout().axis());
        assertEquals(avx512, plan(line, AVX512, 1).layout().axis());
        // Tiles of rows of the image are for a C2 that does not spill them, and for AVX-512.
        LaneAxis staged = avx512 == LaneAxis.IMAGE_ROWS ? LaneAxis.ROWS : avx512;
        assertEquals(staged, plan(line, AVX512_JDK17, 1).layout().axis());
    }

    /** A core that multiplies twice as fast gathers and turns no faster. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1x1, rows of pages | n1g1_ic2048ih33iw33_oc256_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0 | 14x2 | ROWS | 8x2  | PIXELS",
                "1x1, runs          | n1g1_ic128ih56iw56_oc128_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0  | 8x2  | RUNS | 8x2  | PIXELS",
                "1x1, near          | n1g1_ic144ih28iw28_oc32_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0   | 14x2 | ROWS | 8x2  | FUSED",
                "1x1, few taps      | n1g1_ic24ih56iw56_oc144_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0   | 8x2  | PIXELS | 8x2 | PIXELS",
                "1x1 rows of 7      | n1g1_ic512ih7iw7_oc2048_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0   | 7x4  | ROWS | 14x2 | ROWS",
                "1x1 rows of 14     | n1g1_ic1024ih14iw14_oc256_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0 | 14x2 | ROWS | 14x2 | ROWS",
            })
    void tilesByFmasACycle(String name, String line, String one, LaneAxis oneAxis, String two, LaneAxis twoAxis) {
        assertEquals(one, plan(line, AVX512, 1).tile().toString());
        assertEquals(oneAxis, plan(line, AVX512, 1).layout().axis());
        assertEquals(two, plan(line, AVX512_2, 1).tile().toString());
        assertEquals(twoAxis, plan(line, AVX512_2, 1).layout().axis());
    }

    @Test
    void theLastKernelTakesEverything() {
        Kernel last = Kernels.ALL.get(Kernels.ALL.size() - 1);
        assertEquals("scalar", last.name());
        assertTrue(last.accepts(CaseGeometry.of(ConvCase.parse(BIG)), SCALAR));
    }

    @Test
    void namesAreUnique() {
        assertEquals(
                Kernels.ALL.size(),
                Kernels.ALL.stream().map(Kernel::name).distinct().count());
    }

    private static final String BIG = "n1g1_ic64ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0";
    private static final String SMALL = "n1g1_ic4ih8iw8_oc4_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0";

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 8, 16})
    void muchWorkUsesAllThreads(int parallelism) {
        for (Platform platform : new Platform[] {SCALAR, AVX2, AVX512, NEON}) {
            Plan plan = plan(BIG, platform, parallelism);
            assertEquals(parallelism, plan.threads(), platform::toString);
            assertTrue(plan.slices() >= parallelism, platform::toString);
        }
    }

    @Test
    void littleWorkStaysOnTheCallersThread() {
        Plan plan = plan(SMALL, AVX2, 8);
        assertEquals(1, plan.threads());
        assertEquals(1, plan.slices());
    }

    /** Reading its weights, four times the layer's, or transforming the input once more: a cut costs the one or the other. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weights in the cache    | n1g1_ic64ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0   | 1 | 14",
                "three tiles of channels | n1g1_ic96ih28iw28_oc96_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0   | 1 | 2",
                "more weights than input | n1g1_ic256ih28iw28_oc256_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0 | 2 | 1",
                "weights from memory     | n1g1_ic512ih14iw14_oc512_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0 | 2 | 1",
                "tiles of 2x2            | n1g1_ic64ih128iw128_oc64_kh5kw5_s1x1_p2x2_d1x1_zeros_b0_seed0 | 1 | 16",
                "two phases              | n1g1_ic64ih64iw64_oc64_kh3kw3_s1x1_p2x2_d2x2_zeros_b0_seed0   | 1 | 4",
            })
    void winogradForTwoThreads(String name, String line, int channelSlices, int pixelSlices) {
        ConvCase c = ConvCase.parse(line);
        Geometry g = Geometry.of(CaseGeometry.layer(c, Accuracy.FAST), c.n(), c.ih(), c.iw());
        Plan plan = Planner.plan(g, AVX512, 2);
        assertEquals("winograd", plan.kernel().name());
        assertEquals(channelSlices, plan.channelSlices());
        assertEquals(pixelSlices, plan.pixelSlices());
        assertEquals(2, plan.threads());
    }

    @Test
    void oneThreadMeansOneSlice() {
        Plan plan = plan(BIG, AVX512, 1);
        assertEquals(1, plan.threads());
        assertEquals(1, plan.slices());
    }

    @Test
    void aBatchIsSharedByWholeImages() {
        Plan plan = plan(BIG.replace("n1", "n8"), AVX2, 4);
        assertTrue(plan.acrossImages());
        assertEquals(4, plan.threads());
        assertEquals(1, plan.slices());
    }

    @Test
    void aBatchOfSmallImagesIsSharedThoughOneImageWouldNotBe() {
        String batch = "n30g1_ic8ih16iw16_oc8_kh3kw3_s1x1_p1x1_d1x1_zeros_b0_seed0";
        assertEquals(1, plan(batch.replace("n30", "n1"), AVX2, 4).threads());
        assertEquals(4, plan(batch, AVX2, 4).threads());
    }

    /** A region of a heap of 8 GB has 2 MB, and an array begins one that is longer than half of it. */
    @Test
    void panelsOfALargeImageBeginARegionOfTheHeap() {
        String large = "n1g1_ic128ih28iw28_oc96_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed0";
        String small = large.replace("ic128", "ic64");
        long halfOfARegion = 1 << 20;
        assertTrue(plan(large, AVX2, 1).sliceFloats() * (long) Float.BYTES >= halfOfARegion);
        assertTrue(plan(large, AVX2, 2).sliceFloats() * (long) Float.BYTES < halfOfARegion);
        assertTrue(plan(small, AVX2, 1).sliceFloats() * (long) Float.BYTES < halfOfARegion);
    }

    private static Plan plan(String line, Platform platform, int parallelism) {
        return Planner.plan(CaseGeometry.of(ConvCase.parse(line)), platform, parallelism);
    }
}
