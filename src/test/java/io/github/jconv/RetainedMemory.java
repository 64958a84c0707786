// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import io.github.jconv.oracle.ConvCase;

/**
 * What {@link PeakMemoryTest} runs in JVMs of their own, as scratch is shared by all layers of a process: forwards of a
 * case. Prints the kernel, the bytes that are on the heap after them and were not there before, once garbage is collected,
 * and what the plan said.
 */
final class RetainedMemory {
    private static final int CALLS = 10;

    private RetainedMemory() {}

    public static void main(String[] args) {
        ConvCase c = ConvCase.parse(args[0]);
        Conv2d conv = c.builder()
                .accuracy(Accuracy.valueOf(args[1]))
                .parallelism(Integer.parseInt(args[2]))
                .build();
        Conv2dPlan plan = conv.plan(c.shape());
        float[] x = c.input();
        float[] y = new float[plan.outputShape().stream().reduce(1, (a, b) -> a * b)];
        long before = usedBytes();
        conv.warmUp(c.shape());
        for (int call = 0; call < CALLS; call++) {
            conv.forward(x, 0, y, 0, c.shape());
        }
        long retained = usedBytes() - before;
        System.out.println(plan.kernel() + " " + retained + " " + plan.scratchBytes() + " " + plan.packedWeightBytes());
        if (conv.forward(x, c.shape()).length != y.length) {
            throw new AssertionError("keeps layer and arrays alive");
        }
    }

    private static long usedBytes() {
        // The second one collects what the first one's reference handling let go.
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
