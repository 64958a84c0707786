// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.Conv2d;
import io.github.jconv.oracle.ConvCase;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A warm forward into the caller's array; {@link LayerReport} runs it for all layers and prints the table. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 20, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class LayerBenchmark {
    /** The layer and its input, as {@link ConvCase} writes them. */
    @Param("n1g1_ic64ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1")
    public String layer;

    /** Threads at most. */
    @Param("1")
    public int threads;

    /** What the layer promises about its rounding. */
    @Param("EXACT")
    public AccuracyChoice accuracy;

    private Conv2d conv;
    private int[] shape;
    private float[] input;
    private float[] output;

    /** Builds the layer and its input. */
    @Setup
    public void build() {
        ConvCase c = ConvCase.parse(layer);
        conv = accuracy.set(c.builder()).parallelism(threads).build();
        shape = c.shape();
        input = c.input();
        output = conv.forward(input, shape);
    }

    /** One forward. */
    @Benchmark
    public float[] forward() {
        conv.forward(input, 0, output, 0, shape);
        return output;
    }
}
