// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.SqlType;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// What can be told of a query that does not run.
///
/// @param schema the result's columns, as [ResultStream#schema] would give them
/// @param parameters the parameters that the query names and that have no value, each once: numbers
///   in their order, then names by the alphabet
public record QueryDescription(Schema schema, List<Parameter> parameters) {
    /// Copies the list.
    public QueryDescription {
        parameters = List.copyOf(parameters);
    }

    /// A parameter.
    ///
    /// @param name without the `$`; `1`, `2` and so on for `?`
    /// @param type what the query makes of it, or null where any type would do
    public record Parameter(String name, @Nullable SqlType type) {}
}
