// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.oracle.ConvCase;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Measures the FMA peak just before and after each iteration of {@link LayerBenchmark} and sets the layer's rate
 * against it: the clock of a shared machine drifts, the ratio does not.
 */
public final class PeakProfiler implements InternalProfiler {
    static final String MICROS = "layer.median";
    static final String RATE = "layer.gflops";
    static final String PEAK = "fma.peak";
    static final String PERCENT = "layer.ofPeak";

    private static final int BURSTS = 15;

    private double before;

    /** Called by JMH. */
    public PeakProfiler() {}

    @Override
    public String getDescription() {
        return "rate of a layer, FMA peak of the same moment, and their ratio";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = FmaPeak.gflops(BURSTS);
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double peak = (before + FmaPeak.gflops(BURSTS)) / 2;
        // The median, as the peak is: a core that is taken away for a while is not the layer's doing.
        double micros = result.getPrimaryResult().getStatistics().getPercentile(50);
        double rate = 2e-3
                * CaseGeometry.of(ConvCase.parse(benchmark.getParam("layer"))).multiplyAdds()
                / micros;
        return List.of(
                new ScalarResult(MICROS, micros, "us", AggregationPolicy.AVG),
                new ScalarResult(RATE, rate, "GFLOP/s", AggregationPolicy.AVG),
                new ScalarResult(PEAK, peak, "GFLOP/s", AggregationPolicy.AVG),
                new ScalarResult(PERCENT, 100 * rate / peak, "%", AggregationPolicy.AVG));
    }
}
