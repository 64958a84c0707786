// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * Sixteen threads of every kind share eight layers on images of several sizes, beside parallel streams, for
 * {@code -Djconv.stress.seconds}, 5 by default: every result to the bit, nobody stuck, no thread left, no memory kept.
 */
@DisabledIfSystemProperty(
        named = "jconv.run",
        matches = "long.*",
        disabledReason = "by design: with a heap of 18 GB nothing lets go of scratch")
class StressTest {
    private static final int SECONDS = Integer.getInteger("jconv.stress.seconds", 5);

    /** Of each kind: platform, virtual, in a ForkJoinPool, and in tasks nested in one. */
    private static final int THREADS = 4;

    private static final int SIZES = 4;

    /** How much more of the heap may be in use in the end. */
    private static final double GROWTH = 1.05;

    /** Nobody is so slow: whoever has not ended by then is stuck. */
    private static final long STUCK_MINUTES = 5;

    private static final String[] LINES = {
        "n1g1_ic16ih28iw28_oc32_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
        "n4g1_ic7ih19iw27_oc13_kh3kw2_s2x1_p1x0_d1x2_reflect_b1_seed2",
        "ug1_ic33ih25iw37_oc64_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed3",
        "n2g24_ic24ih40iw50_oc48_kh3kw3_s1x1_p1x1_d1x1_replicate_b1_seed4",
        "n1g1_ic64ih7iw7_oc96_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed5",
        "n3g2_ic12ih16iw17_oc18_kh5kw5_s1x1_same_d1x1_circular_b1_seed6",
        "n2g1_ic8ih30iw31_oc12_kh3kw3_s2x2_p2x2_d2x2_zeros_b1_seed7",
        "n1g1_ic48ih32iw32_oc48_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed8",
    };

    /** The layer of FAST. */
    private static final int FAST = LINES.length - 1;

    /** A layer that all threads share, and what it gives of one input. */
    private record Shared(ConvCase c, Conv2d conv, float[] x, float[] expected) {
        void intoANewArray() {
            assertBits(c, "stress", expected, conv.forward(x, c.shape()));
        }

        void intoARegion(int offset) {
            float[] y = new float[offset + expected.length];
            Arrays.fill(y, Float.NaN);
            conv.forward(x, 0, y, offset, c.shape());
            assertBits(c, "stress, offset " + offset, expected, Arrays.copyOfRange(y, offset, y.length));
        }
    }

    private final List<Shared> layers = layers();
    private volatile long end;

    @Test
    void threadsOfEveryKindShareLayers() throws Exception {
        Set<Thread> before = threads();
        long warm = TimeUnit.SECONDS.toNanos(SECONDS) / 4;
        run(warm);
        long start = heapAfterGc();
        run(TimeUnit.SECONDS.toNanos(SECONDS) - warm);
        long used = heapAfterGc();
        assertTrue(used <= GROWTH * start, () -> "heap in use: " + start + " bytes before, " + used + " after");
        assertEquals(Set.of(), left(before));
    }

    /** Runs all kinds of threads for so long, and checks that each has ended. */
    private void run(long nanos) throws Exception {
        end = System.nanoTime() + nanos;
        List<ExecutorService> executors = List.of(
                Executors.newFixedThreadPool(THREADS),
                VirtualThreads.executor(),
                new ForkJoinPool(THREADS),
                new ForkJoinPool(THREADS),
                Executors.newSingleThreadExecutor());
        List<Future<Long>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int seed = i;
            running.add(executors.get(0).submit(() -> untilEnd(seed, this::one)));
            running.add(executors.get(1).submit(() -> untilEnd(10 + seed, this::one)));
            running.add(executors.get(2).submit(() -> untilEnd(20 + seed, this::one)));
            running.add(executors.get(3).submit(() -> untilEnd(30 + seed, random -> nested(random, 2))));
        }
        running.add(executors.get(4).submit(() -> untilEnd(40, this::streams)));
        for (Future<Long> each : running) {
            assertTrue(get(each, nanos) > 0, "a thread that never got to run");
        }
        for (ExecutorService executor : executors) {
            executor.shutdown();
            assertTrue(executor.awaitTermination(STUCK_MINUTES, TimeUnit.MINUTES));
        }
    }

    private interface Step {
        void run(SplittableRandom random);
    }

    /** Returns the number of steps. */
    private long untilEnd(int seed, Step step) {
        SplittableRandom random = new SplittableRandom(seed);
        long steps = 0;
        do {
            step.run(random);
            steps++;
        } while (System.nanoTime() < end);
        return steps;
    }

    private void one(SplittableRandom random) {
        Shared shared = layers.get(random.nextInt(layers.size()));
        if (random.nextBoolean()) {
            shared.intoANewArray();
        } else {
            shared.intoARegion(random.nextInt(70));
        }
    }

    /** Tasks that wait for tasks, of which each uses layers. */
    private void nested(SplittableRandom random, int depth) {
        List<ForkJoinTask<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SplittableRandom other = random.split();
            tasks.add(ForkJoinTask.adapt(() -> {
                one(other);
                if (depth > 1) {
                    nested(other, depth - 1);
                }
            }));
        }
        ForkJoinTask.invokeAll(tasks);
        one(random);
    }

    /** Streams in the common pool, where the helpers of other threads' forwards run, too. */
    private void streams(SplittableRandom random) {
        int numbers = 1 << 16;
        long sum = IntStream.range(0, numbers).parallel().mapToLong(i -> i).sum();
        assertEquals((long) numbers * (numbers - 1) / 2, sum);
        List<SplittableRandom> randoms =
                IntStream.range(0, 8).mapToObj(i -> random.split()).toList();
        randoms.parallelStream().forEach(this::one);
    }

    private static long get(Future<Long> future, long nanos) throws Exception {
        try {
            return future.get(TimeUnit.MINUTES.toNanos(STUCK_MINUTES) + nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            StringBuilder stacks = new StringBuilder("stuck:\n");
            for (Map.Entry<Thread, StackTraceElement[]> thread :
                    Thread.getAllStackTraces().entrySet()) {
                stacks.append(thread.getKey()).append('\n');
                for (StackTraceElement frame : thread.getValue()) {
                    stacks.append("    ").append(frame).append('\n');
                }
            }
            throw new AssertionError(stacks.toString(), e);
        }
    }

    /** Without what is softly held, such as idle scratch: an array too long makes the JVM let go of that. */
    private static long heapAfterGc() {
        try {
            assertEquals(0, new long[Integer.MAX_VALUE - 8].length, "the heap must be smaller than 16 GB");
        } catch (OutOfMemoryError e) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Threads that were not there before, once those that are about to end have ended. */
    private static Set<String> left(Set<Thread> before) throws InterruptedException {
        Set<Thread> left = threads();
        for (int i = 0; i < 100 && !before.containsAll(left); i++) {
            Thread.sleep(100);
            left = threads();
        }
        left.removeAll(before);
        Set<String> names = new HashSet<>();
        left.forEach(thread -> names.add(thread.toString()));
        return names;
    }

    /** The threads alive, without those that Java keeps for a while: the common pool's, and the carriers of virtual ones. */
    private static Set<Thread> threads() {
        Set<Thread> threads = Collections.newSetFromMap(new IdentityHashMap<>());
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            boolean common = thread instanceof ForkJoinWorkerThread worker
                    && (worker.getPool() == ForkJoinPool.commonPool()
                            || worker.getClass().getName().startsWith("jdk.internal"));
            ThreadGroup its = thread.getThreadGroup();
            if (!common && its != null && group.parentOf(its)) {
                threads.add(thread);
            }
        }
        return threads;
    }

    private static List<Shared> layers() {
        List<Shared> layers = new ArrayList<>();
        for (int line = 0; line < LINES.length; line++) {
            ConvCase first = ConvCase.parse(LINES[line]);
            Accuracy accuracy = line == FAST ? Accuracy.FAST : Accuracy.EXACT;
            Conv2dBuilder builder = first.builder().accuracy(accuracy);
            Conv2d alone = builder.parallelism(1).build();
            Conv2d shared = line % 2 == 0
                    ? first.builder().accuracy(accuracy).build()
                    : builder.parallelism(3).build();
            for (int size = 0; size < SIZES; size++) {
                ConvCase c = first.enlarged(3 * size, size);
                float[] x = c.input();
                float[] expected = line == FAST ? alone.forward(x, c.shape()) : Oracle.forward(c);
                layers.add(new Shared(c, shared, x, expected));
            }
        }
        return layers;
    }
}
