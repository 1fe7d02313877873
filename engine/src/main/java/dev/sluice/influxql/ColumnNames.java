// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the columns of a projection are called (data.md 6.2).
public final class ColumnNames {
    private ColumnNames() {}

    /// The name of a field before repeats are told apart: its alias, the variable, the function, or
    /// for arithmetic the variables and functions in it, joined by `_`. Empty for what has no name:
    /// a constant, a wildcard, a bind parameter.
    public static String of(Statement.Field field) {
        return field.alias().isEmpty() ? of(field.term()) : field.alias();
    }

    /// The name of one column that a wildcard or a pattern inside a function becomes, such as
    /// `mean_f`.
    ///
    /// @param field the field with the wildcard
    /// @param variable what the wildcard stands for
    public static String expanded(Statement.Field field, String variable) {
        return of(field) + '_' + variable;
    }

    /// Tells repeats apart: the second of a name gets `_1`, the third `_2`; a number whose name is
    /// another column's own is passed over.
    ///
    /// @param names of all columns, in order
    public static List<String> distinct(List<String> names) {
        Set<String> own = new HashSet<>(names);
        Map<String, Integer> counts = new HashMap<>();
        List<String> distinct = new ArrayList<>(names.size());
        for (String name : names) {
            Integer count = counts.get(name);
            if (count == null) {
                counts.put(name, 1);
                distinct.add(name);
            } else {
                int number = count;
                while (own.contains(name + '_' + number)) {
                    number++;
                }
                counts.put(name, number + 1);
                distinct.add(name + '_' + number);
            }
        }
        return distinct;
    }

    private static String of(Term term) {
        return switch (term) {
            case Term.Variable variable -> variable.name();
            case Term.Call call -> call.function();
            case Term.Distinct _ -> "distinct";
            case Term.Parenthesised nested -> of(nested.inner());
            case Term.Binary binary -> {
                List<String> names = new ArrayList<>();
                collect(binary, names);
                yield String.join("_", names);
            }
            case Literal _, Term.Wildcard _, Term.BindParameter _ -> "";
        };
    }

    private static void collect(Term term, List<String> names) {
        switch (term) {
            case Term.Variable variable -> names.add(variable.name());
            case Term.Call call -> names.add(call.function());
            case Term.Binary binary -> {
                collect(binary.left(), names);
                collect(binary.right(), names);
            }
            case Term.Parenthesised nested -> collect(nested.inner(), names);
            case Literal _, Term.Wildcard _, Term.Distinct _, Term.BindParameter _ -> {}
        }
    }
}
