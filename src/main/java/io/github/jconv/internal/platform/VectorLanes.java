// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.platform;

import jdk.incubator.vector.FloatVector;

/** Asks the Vector API for its preferred width; loaded only where the module is there. */
final class VectorLanes {
    private VectorLanes() {}

    static int preferred() {
        return FloatVector.SPECIES_PREFERRED.length();
    }
}
