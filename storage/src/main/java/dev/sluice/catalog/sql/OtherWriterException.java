// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import org.jdbi.v3.core.JdbiException;

/// The store is no longer at the version that this process has in memory.
final class OtherWriterException extends JdbiException {
    private static final long serialVersionUID = 1L;

    OtherWriterException() {
        super("another process has changed it");
    }
}
