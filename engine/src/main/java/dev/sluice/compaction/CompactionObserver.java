// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

/// Is told what compaction does. Methods are short and throw nothing.
public interface CompactionObserver {
    /// Tells nobody.
    CompactionObserver NONE =
            new CompactionObserver() {
                @Override
                public void merged(int fileCount, long rowCount) {}

                @Override
                public void skipped() {}

                @Override
                public void failed() {}
            };

    /// Files were replaced.
    ///
    /// @param fileCount how many were
    /// @param rowCount how many rows those had that took their place
    void merged(int fileCount, long rowCount);

    /// A partition was left as it is, since it would be too much at once.
    void skipped();

    /// A partition could not be merged; it is tried again.
    void failed();
}
