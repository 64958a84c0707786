// SPDX-License-Identifier: Apache-2.0
/** PyTorch's {@code nn.Conv2d} for the JVM. */
module io.github.jconv {
    requires static jdk.incubator.vector;
    requires static jdk.jfr;

    exports io.github.jconv;
    exports io.github.jconv.io;
}
