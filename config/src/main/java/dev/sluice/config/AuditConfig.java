// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

/// `sluice.audit`: the audit log (admin.md 1.11).
///
/// @param fileBytesMax the size at which the file is put aside
/// @param filesMax how many files there are, the current one included; what is older is gone
/// @param copyToLog whether each record is a line of the program's own log, too
public record AuditConfig(long fileBytesMax, int filesMax, boolean copyToLog) {
    /// 64 MiB, some 200 000 records.
    public static final long FILE_BYTES_MAX_DEFAULT = 64L << 20;

    /// The current file and four older ones.
    public static final int FILES_MAX_DEFAULT = 5;

    /// Where logs are collected, decisions are looked for there.
    public static final boolean COPY_TO_LOG_DEFAULT = true;

    /// What holds when nothing else is said.
    public static final AuditConfig DEFAULT =
            new AuditConfig(FILE_BYTES_MAX_DEFAULT, FILES_MAX_DEFAULT, COPY_TO_LOG_DEFAULT);
}
