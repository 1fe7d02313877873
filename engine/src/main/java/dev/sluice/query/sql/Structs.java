// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Literal;
import java.util.List;

/// Access to parts of structs, lists and maps.
public final class Structs {
    private Structs() {}

    /// A part of a rewritten value: of a struct that is written out it is that member.
    public static Expression element(Expression whole, Expression key) {
        if (whole instanceof Expression.StructValue struct
                && key instanceof Literal(Literal.Kind kind, String name)
                && kind == Literal.Kind.TEXT) {
            int place = struct.names().indexOf(name);
            if (place < 0) {
                throw UnsupportedSql.planning(
                        "unknown_field", "Field " + name + " not found in struct");
            }
            return struct.values().get(place);
        }
        return new Expression.Operation(Expression.OperationKind.ELEMENT, List.of(whole, key));
    }
}
