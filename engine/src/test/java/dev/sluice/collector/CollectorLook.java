// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import java.time.Duration;

/// Lets tests of other rooms have a collector look, at a moment of theirs.
public final class CollectorLook {
    private CollectorLook() {}

    /// Looks once for everything that is due.
    public static void once(Collector collector) {
        Duration _ = collector.collectDue();
    }
}
