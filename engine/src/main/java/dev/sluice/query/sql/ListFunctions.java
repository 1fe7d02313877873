// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Lists, structs and maps (data.md 5.10). Places begin at 1.
final class ListFunctions {
    /// Functions of lists by the word behind `array_`; each is called `list_` too.
    private static final Map<String, String> BY_WORD =
            Map.ofEntries(
                    Map.entry("append", "list_append"),
                    Map.entry("prepend", "list_prepend"),
                    Map.entry("concat", "list_concat"),
                    Map.entry("has", "list_contains"),
                    Map.entry("has_all", "list_has_all"),
                    Map.entry("has_any", "sluice_list_has_any"),
                    Map.entry("position", "sluice_list_position"),
                    Map.entry("positions", "sluice_list_positions"),
                    Map.entry("remove", "sluice_list_remove"),
                    Map.entry("remove_n", "sluice_list_remove_n"),
                    Map.entry("remove_all", "sluice_list_remove_all"),
                    Map.entry("replace", "sluice_list_replace"),
                    Map.entry("replace_n", "sluice_list_replace_n"),
                    Map.entry("replace_all", "sluice_list_replace_all"),
                    Map.entry("slice", "list_slice"),
                    Map.entry("sort", "sluice_list_sort"),
                    Map.entry("reverse", "list_reverse"),
                    Map.entry("distinct", "sluice_list_distinct"),
                    Map.entry("union", "sluice_list_union"),
                    Map.entry("intersect", "sluice_list_intersect"),
                    Map.entry("except", "sluice_list_except"),
                    Map.entry("length", "sluice_list_length"),
                    Map.entry("ndims", "sluice_list_ndims"),
                    Map.entry("dims", "sluice_list_dims"),
                    Map.entry("element", "list_extract"),
                    Map.entry("pop_front", "sluice_list_pop_front"),
                    Map.entry("pop_back", "sluice_list_pop_back"),
                    Map.entry("to_string", "sluice_list_to_string"),
                    Map.entry("max", "list_max"),
                    Map.entry("min", "list_min"),
                    Map.entry("any_value", "list_any_value"),
                    Map.entry("distance", "list_distance"));

    static final FunctionTable TABLE = lists();

    /// Structs and maps.
    static final FunctionTable STRUCTS =
            new FunctionTable("Structs and maps")
                    .rewritten("struct", ListFunctions::struct)
                    .alias("struct", "row")
                    .rewritten("named_struct", ListFunctions::namedStruct)
                    .rewritten("get_field", ListFunctions::field)
                    .same("map", "map_keys", "map_values", "map_entries")
                    .rewritten("make_map", ListFunctions::map)
                    .renamed("map_extract", "element_at")
                    .alias("map_extract", "element_at");

    private ListFunctions() {}

    private static FunctionTable lists() {
        FunctionTable table =
                new FunctionTable("Lists")
                        .same("list_value", "unnest", "flatten")
                        .renamed("make_array", "list_value")
                        .alias("make_array", "make_list");
        new TreeMap<>(BY_WORD)
                .forEach((word, name) ->
                        table.renamed("array_" + word, name)
                                .alias("array_" + word, "list_" + word));
        return table.making("array_resize", "sluice_list_resize")
                .alias("array_resize", "list_resize")
                .making("array_repeat", "sluice_list_repeat")
                .alias("array_repeat", "list_repeat")
                .alias("array_concat", "array_cat", "list_cat")
                .alias("array_has", "array_contains", "list_contains")
                .alias("array_position", "array_indexof", "list_indexof")
                .alias("array_element", "array_extract", "list_extract")
                .alias("array_append", "array_push_back", "list_push_back")
                .alias("array_prepend", "array_push_front", "list_push_front")
                .alias("array_to_string", "array_join", "list_join")
                .alias("array_has_any", "arrays_overlap")
                .rewritten("cardinality", ListFunctions::cardinality)
                .renamed("empty", "sluice_empty")
                .alias("empty", "array_empty", "list_empty")
                .making("string_to_array", "sluice_string_to_list")
                .alias("string_to_array", "string_to_list")
                .rewritten("range", ListFunctions::series)
                .rewritten("generate_series", ListFunctions::series);
    }

    private static Expression cardinality(Call call) {
        boolean map =
                Arguments.require(call, 1, 1).getFirst() instanceof Call value
                        && value.function().equals("map");
        return FunctionTable.renamed(call, map ? "cardinality" : "sluice_list_cardinality");
    }

    private static Expression struct(Call call) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < call.arguments().size(); i++) {
            names.add("c" + i);
        }
        return new Expression.StructValue(names, call.arguments());
    }

    private static Expression namedStruct(Call call) {
        List<String> names = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        if (call.arguments().isEmpty() || call.arguments().size() % 2 != 0) {
            throw UnsupportedSql.planning(
                    "argument_count", "named_struct expects names and values in turn");
        }
        for (int i = 0; i < call.arguments().size(); i += 2) {
            names.add(Arguments.text(call, i));
            values.add(call.arguments().get(i + 1));
        }
        return new Expression.StructValue(names, values);
    }

    private static Expression field(Call call) {
        List<Expression> arguments = Arguments.require(call, 2, 2);
        return Structs.element(arguments.get(0), arguments.get(1));
    }

    private static Expression map(Call call) {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        if (call.arguments().size() % 2 != 0) {
            throw UnsupportedSql.planning(
                    "argument_count", "make_map expects keys and values in turn");
        }
        for (int i = 0; i < call.arguments().size(); i += 2) {
            keys.add(call.arguments().get(i));
            values.add(call.arguments().get(i + 1));
        }
        return Call.of("map", list(keys), list(values));
    }

    private static Call list(List<Expression> values) {
        return new Call("list_value", values, false, List.of(), null);
    }

    /// Of whole numbers, of instants an interval apart, or of days that are days apart.
    private static Expression series(Call call) {
        List<Expression> arguments = Arguments.require(call, 1, 3);
        if (arguments.size() == 3
                && arguments.get(2) instanceof Expression.IntervalLiteral interval) {
            Expression instants =
                    interval.isFixed() ? ofNanos(call, interval) : ofMonths(call, interval);
            boolean days =
                    interval.nanos() % Expression.IntervalLiteral.NANOS_PER_DAY == 0
                            && arguments.subList(0, 2).stream()
                                    .allMatch(part -> Types.of(part) == SqlType.DATE);
            return days ? Call.of("sluice_days_of", instants) : instants;
        }
        return MadeValues.call("sluice_" + call.function(), arguments);
    }

    private static Expression ofNanos(Call call, Expression.IntervalLiteral interval) {
        return Call.of(
                "sluice_instants_of",
                MadeValues.call(
                        "sluice_" + call.function(),
                        List.of(
                                Call.of("epoch_ns", Instants.read(call.arguments().get(0))),
                                Call.of("epoch_ns", Instants.read(call.arguments().get(1))),
                                Literal.ofLong(interval.nanos()))));
    }

    private static Expression ofMonths(Call call, Expression.IntervalLiteral interval) {
        return MadeValues.call(
                "sluice_" + call.function() + "_months",
                List.of(
                        Instants.read(call.arguments().get(0)),
                        Instants.read(call.arguments().get(1)),
                        interval));
    }
}
