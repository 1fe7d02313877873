// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The language InfluxQL: from text to a syntax tree and back (data.md section 6).
///
/// Owns: the tree's types, lexer and parser with the texts and places of their errors, bind
/// parameters, the checks that need no schema, names of columns, the canonical text, and the split
/// of a condition into time bounds and the rest. Does not own: databases, measurements, columns and
/// their types, SQL, execution; nothing here does I/O. A tree says what was written: a later reader
/// may rely on its shape, and what the grammar refuses has no case in it. Start at
/// [dev.sluice.influxql.Statement].
@NullMarked
package dev.sluice.influxql;

import org.jspecify.annotations.NullMarked;
