// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import java.io.IOException;

/// A file that is not as [ParquetFile] writes them: somebody else can read it, or tell what is
/// wrong with it.
public final class UnfamiliarFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param message what is unfamiliar
    public UnfamiliarFileException(String message) {
        super(message);
    }
}
