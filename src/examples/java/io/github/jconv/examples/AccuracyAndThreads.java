// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.examples;

import io.github.jconv.Accuracy;
import io.github.jconv.Conv2d;
import java.util.concurrent.ForkJoinPool;

/** What docs/accuracy-and-threads.md shows. */
final class AccuracyAndThreads {
    private AccuracyAndThreads() {}

    static Conv2d fast(float[] weight, float[] bias) {
        // spotless:off
        // @start region="fast"
        Conv2d conv = Conv2d.builder()
                .inChannels(64).outChannels(64).kernelSize(3).padding(1)
                .weight(weight).bias(bias)
                .accuracy(Accuracy.FAST)
                .build();
        System.out.println(conv.plan(1, 64, 56, 56).kernel()); // winograd, or that of EXACT where it would not pay
        // @end
        // spotless:on
        return conv;
    }

    static Conv2d alone() {
        // spotless:off
        // @start region="one"
        Conv2d conv = Conv2d.builder().inChannels(64).outChannels(64).kernelSize(3)
                .parallelism(1) // the caller's thread alone, no task at all
                .build();
        // @end
        // spotless:on
        return conv;
    }

    static float[] inPool(Conv2d conv, float[] x) {
        // spotless:off
        // @start region="pool"
        ForkJoinPool pool = new ForkJoinPool(4);
        float[] y = pool.submit(() -> conv.forward(x, 1, 64, 56, 56)).join(); // on these four threads
        pool.shutdown();
        // @end
        // spotless:on
        return y;
    }
}
