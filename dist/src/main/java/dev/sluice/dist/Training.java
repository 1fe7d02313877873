// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import java.io.IOException;
import java.nio.file.Path;

/// Runs a program as its users will, so that the JVM sees what a start needs.
@FunctionalInterface
interface Training {
    /// Runs it, as often as there are ways to start it.
    ///
    /// @param scratch an empty directory
    /// @return what all runs used
    ClassList observe(Application application, Path scratch)
            throws IOException, InterruptedException;
}
