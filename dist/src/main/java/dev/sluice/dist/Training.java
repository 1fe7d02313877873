// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import java.io.IOException;
import java.nio.file.Path;

/// Runs a program as its users will, and lets the JVM make a start-up cache of what it saw.
@FunctionalInterface
interface Training {
    /// Runs it, as often as there are ways to start it.
    ///
    /// @param scratch an empty directory
    /// @param cache the file that becomes the cache
    void record(Application application, Path scratch, Path cache)
            throws IOException, InterruptedException;
}
