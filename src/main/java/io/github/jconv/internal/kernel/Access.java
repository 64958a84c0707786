// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.DataLayout;

/** How a plan's kernel gets at the caller's floats. */
public enum Access {
    /** NCHW in arrays: the kernel reads and writes them where they are. */
    IN_PLACE(DataLayout.NCHW),
    /** NCHW, in a buffer at one end at least: through {@link Windows}. */
    NCHW(DataLayout.NCHW),
    /** NHWC in arrays or buffers: through {@link Windows}. */
    NHWC(DataLayout.NHWC);

    private final DataLayout dataLayout;

    Access(DataLayout dataLayout) {
        this.dataLayout = dataLayout;
    }

    public DataLayout dataLayout() {
        return dataLayout;
    }
}
