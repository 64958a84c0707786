// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.ExtendedCases;
import io.github.jconv.oracle.WinogradCases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * {@link KernelBitsTest} for as long as it is given: a million cases, or as many as there are minutes for; every
 * hundredth is Winograd's.
 *
 * <p>System properties: {@code jconv.fuzz.cases} and {@code jconv.fuzz.minutes}, whichever ends first, and
 * {@code jconv.fuzz.seed}, which is printed. A failure prints the line that replays its case.
 */
@EnabledIfSystemProperty(named = "jconv.run", matches = "long.*", disabledReason = "by design: in the run long")
class KernelBitsLongTest {
    private static final long CASES = Long.getLong("jconv.fuzz.cases", 1_000_000);
    private static final long NANOS =
            Duration.ofMinutes(Long.getLong("jconv.fuzz.minutes", 60)).toNanos();
    private static final long SEED = Long.getLong("jconv.fuzz.seed", new Random().nextLong());
    private static final int THREADS = Runtime.getRuntime().availableProcessors();
    private static final long PROGRESS_NANOS = Duration.ofSeconds(10).toNanos();

    private static final int WINOGRAD_EVERY = 100;

    /** What jqwik takes for a usual number of tries, which edge cases are mixed in for. */
    private static final int GENERATED = 1000;

    private final long start = System.nanoTime();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong nextProgress = new AtomicLong(PROGRESS_NANOS);
    private final AtomicBoolean failed = new AtomicBoolean();

    @Test
    void everyKernelOnMillionsOfCases() throws Throwable {
        System.err.printf("kernel bits: -Djconv.fuzz.seed=%s, %d cases, %d threads%n", SEED, CASES, THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(SEED + i);
                running.add(threads.submit(() -> JqwikSession.run(() -> check(random))));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause();
        } finally {
            threads.shutdown();
            report();
        }
        assertTrue(done.get() > 0, "no time for a single case");
    }

    private void check(Random random) {
        Arbitrary<ConvCase> any = Arbitraries.oneOf(
                new ConvCases.Tiny().get(), new ConvCases.Tiny().get(), new ExtendedCases.Any().get());
        RandomGenerator<ConvCase> cases = any.generator(GENERATED);
        RandomGenerator<ConvCase> winograds = new WinogradCases.Small().get().generator(GENERATED);
        for (long i = begun.getAndIncrement();
                i < CASES && System.nanoTime() - start < NANOS && !failed.get();
                i = begun.getAndIncrement()) {
            boolean winograd = i % WINOGRAD_EVERY == 0 && Platform.current().vectors();
            ConvCase c = (winograd ? winograds : cases).next(random).value();
            try {
                if (winograd) {
                    WinogradKernelVectorApiTest.checkKernel(c);
                } else {
                    GuardedRun.everyKernelOnce(c);
                }
            } catch (Throwable e) {
                failed.set(true);
                throw new AssertionError(
                        "a case of seed " + SEED + " fails: " + c + "\n  replay: mvn test"
                                + " -Dtest=ReplayTest -Djconv.case=" + c,
                        e);
            }
            done.incrementAndGet();
            progress();
        }
    }

    private void progress() {
        long elapsed = System.nanoTime() - start;
        long due = nextProgress.get();
        if (elapsed >= due && nextProgress.compareAndSet(due, elapsed + PROGRESS_NANOS)) {
            report();
        }
    }

    private void report() {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.err.printf(
                "kernel bits: %d of %d cases in %.0f s, %.0f/s%n", done.get(), CASES, seconds, done.get() / seconds);
    }
}
