// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.platform;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Finds out, once, what this JVM offers. */
final class Detection {
    static final String FLAG = "--add-modules jdk.incubator.vector";

    /** A hardware FMA takes nanoseconds even interpreted; the BigDecimal fallback takes microseconds. */
    private static final long FAST_FMA_NANOS_PER_CALL = 400;

    /** Vectors of 64 bits are not worth their kernels. */
    private static final int LEAST_LANES = 4;

    /**
     * Processors that begin two multiply-adds of 512 bits a cycle: those of Intel, but for some clients that no longer are made, and
     * those of AMD from family 26 (Zen 5) on.
     */
    private static final String TWO_FMAS = "(?is).*(GenuineIntel|family\\W+(2[6-9]|[3-9]\\d)).*";

    /** Of which the first processor's numbers are the start. */
    private static final int CPU_INFO_BYTES = 256;

    static final Platform CURRENT = detect();

    private Detection() {}

    private static Platform detect() {
        int feature = Runtime.version().feature();
        boolean fastFma = nanosPerFma() < FAST_FMA_NANOS_PER_CALL;
        if (!OptionalModule.has("jdk.incubator.vector.FloatVector")) {
            System.getLogger("io.github.jconv")
                    .log(
                            System.Logger.Level.WARNING,
                            "jconv runs its scalar kernel, several times slower than its vector kernels. Start the JVM with: "
                                    + FLAG);
            return new Platform(false, 1, registers(1), 1, fastFma, feature);
        }
        // Without C2 every vector is an object; without FMA every lane is a BigDecimal.
        boolean vectors = fastFma && optimisingCompiler();
        int lanes = vectors ? VectorLanes.preferred() : 1;
        if (lanes < LEAST_LANES) {
            return new Platform(false, 1, registers(1), 1, fastFma, feature);
        }
        int registers = registers(lanes);
        return new Platform(true, lanes, registers, fmas(lanes, registers, processor()), fastFma, feature);
    }

    private static boolean optimisingCompiler() {
        return optimisingCompiler(System.getProperty("java.vm.info", ""));
    }

    /** Whether a JVM of this {@code java.vm.info} has C2. */
    static boolean optimisingCompiler(String info) {
        return !info.contains("interpreted") && !info.contains("emulated-client");
    }

    private static int registers(int lanes) {
        return registers(System.getProperty("os.arch", ""), lanes);
    }

    /** Vector registers of an architecture: on x86 as many as 512-bit vectors come with, or half of them. */
    static int registers(String osArch, int lanes) {
        String arch = osArch.toLowerCase(Locale.ROOT);
        boolean x86 = arch.equals("amd64") || arch.equals("x86_64") || arch.equals("x86") || arch.equals("i386");
        return x86 && lanes < 16 ? 16 : 32;
    }

    /** Multiply-adds of a vector a cycle, by what the system says of the processor. */
    static int fmas(int lanes, int registers, String processor) {
        return registers == 16 || lanes == 16 && processor.matches(TWO_FMAS) ? 2 : 1;
    }

    /** What Windows or Linux say of the processor, its maker and family among it; nothing where neither does. */
    private static String processor() {
        try {
            String named = System.getenv("PROCESSOR_IDENTIFIER");
            if (named != null) {
                return named;
            }
            try (InputStream in = new FileInputStream("/proc/cpuinfo")) {
                return new String(in.readNBytes(CPU_INFO_BYTES), StandardCharsets.ISO_8859_1);
            }
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    /** The fastest of a few batches, so that a pause does not count. */
    private static long nanosPerFma() {
        final int calls = 16;
        float sum = 0;
        long best = Long.MAX_VALUE;
        for (int batch = 0; batch < 8; batch++) {
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                sum = Math.fma(1.0000001f, sum, 0.1f);
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        return Float.isNaN(sum) ? Long.MAX_VALUE : best / calls;
    }
}
