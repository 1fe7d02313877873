// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The functions of one family, each with what becomes of a call of it. What is not in a table
/// cannot be called.
final class FunctionTable {
    private final String family;
    private final Map<String, Rewrite> functions = new LinkedHashMap<>();

    FunctionTable(String family) {
        this.family = family;
    }

    /// What becomes of a call whose arguments are rewritten already.
    interface Rewrite {
        Expression apply(Call call);
    }

    /// Called as they are.
    FunctionTable same(String... names) {
        for (String name : names) {
            functions.put(name, call -> call);
        }
        return this;
    }

    /// Called by another name.
    FunctionTable renamed(String name, String engineName) {
        return rewritten(name, call -> renamed(call, engineName));
    }

    /// Called by the name of a macro that makes long values of short ones.
    FunctionTable making(String name, String macro) {
        return rewritten(name, call -> MadeValues.call(macro, call.arguments()));
    }

    FunctionTable rewritten(String name, Rewrite rewrite) {
        functions.put(name, rewrite);
        return this;
    }

    /// More names for a function that is in the table already.
    FunctionTable alias(String name, String... others) {
        Rewrite rewrite = functions.get(name);
        if (rewrite == null) {
            throw new IllegalStateException("no function " + name);
        }
        for (String other : others) {
            functions.put(other, rewrite);
        }
        return this;
    }

    static Call renamed(Call call, String engineName) {
        return new Call(
                engineName, call.arguments(), call.distinct(), call.orderBy(), call.filter());
    }

    /// The same call with other arguments, under another name.
    static Call with(Call call, String engineName, Expression... arguments) {
        return new Call(
                engineName, List.of(arguments), call.distinct(), call.orderBy(), call.filter());
    }

    String family() {
        return family;
    }

    List<String> names() {
        return new ArrayList<>(functions.keySet());
    }

    Map<String, Rewrite> functions() {
        return functions;
    }
}
