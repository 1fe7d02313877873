// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

/// Learns what the collector does. Called by its thread.
public interface CollectorObserver {
    /// Nobody learns.
    CollectorObserver NONE =
            new CollectorObserver() {
                @Override
                public void collected(SweepKind sweep, long count) {}

                @Override
                public void failed(SweepKind sweep) {}
            };

    /// Things were removed or marked.
    ///
    /// @param sweep which look it was
    /// @param count how many
    void collected(SweepKind sweep, long count);

    /// A look came to nothing, or to less than it should.
    ///
    /// @param sweep which
    void failed(SweepKind sweep);
}
