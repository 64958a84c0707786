// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.peers;

import io.github.jconv.oracle.ConvCase;
import org.bytedeco.dnnl.memory.format_tag;

/** oneDNN on data in the layout it likes best; bringing them there and back is not timed. */
public final class OneDnnBlockedLayer extends OneDnnLayer {
    /** As {@link OneDnnLayer}. */
    public OneDnnBlockedLayer(ConvCase c, int threads) {
        super(c, format_tag.any);
    }
}
