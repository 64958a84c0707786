// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.io.IOException;
import java.nio.file.Path;

/** {@link Report} as a picture. */
interface Chart {
    void write(Report<?> report, Path file) throws IOException;

    /** Drawn with a library that only the jmh profile has, so named, not used. */
    static Chart svg() throws ReflectiveOperationException {
        return (Chart) Class.forName("io.github.jconv.jmh.SvgChart")
                .getDeclaredConstructor()
                .newInstance();
    }
}
