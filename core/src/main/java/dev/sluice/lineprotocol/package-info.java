// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Line protocol: bytes in, rows and rejected lines out (data.md section 1).
///
/// Owns: the grammar, its error texts and its limits. Does not own: the catalog's opinion of a row
/// (`dev.sluice.ingest`), HTTP, compression. Called by the write door. Start at
/// [dev.sluice.lineprotocol.LineProtocolParser].
@NullMarked
package dev.sluice.lineprotocol;

import org.jspecify.annotations.NullMarked;
