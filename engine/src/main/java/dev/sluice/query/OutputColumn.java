// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.model.ColumnType;
import org.jspecify.annotations.Nullable;

/// A column of a relation or of a result.
///
/// @param name as the user sees it
/// @param type what the table holds, for a plain reference to a column; null for anything computed
public record OutputColumn(String name, @Nullable ColumnType type) {}
