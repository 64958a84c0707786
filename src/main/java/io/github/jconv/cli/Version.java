// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {"jconv " + (version == null ? "(not run from its jar)" : version)};
    }
}
