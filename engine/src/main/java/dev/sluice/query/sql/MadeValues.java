// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How long the texts and lists may be that one statement makes out of less: those of `repeat` and
/// its like, and those that are put together of others put together.
///
/// The engine does not count such values in its memory. It has as many of them at once as a vector
/// has rows, in each thread, for each call; so the calls of a statement share what there is for one
/// row. A statement is written twice where that matters: its first text tells how many there are.
final class MadeValues {
    /// What all calls may make for one row, in bytes. A vector has 2048 rows.
    private static final long ROW_BYTES_MAX = 524_288;

    /// The same of calls whose arguments are constants: those are made once.
    private static final long CONSTANT_BYTES_MAX = 4_194_304;

    /// What all may put together for one row, in bytes, where it is put together of such.
    private static final long JOINED_BYTES_MAX = 1_048_576;

    /// What a call makes.
    private enum Made {
        TEXT_OF_NUMBER(65_536, 1),
        TEXT(1_048_576, 1),
        LIST(65_536, 8);

        /// The longest, however few calls there are.
        private final long lengthMax;

        /// What a character or a value takes.
        private final int bytes;

        Made(long lengthMax, int bytes) {
            this.lengthMax = lengthMax;
            this.bytes = bytes;
        }
    }

    private static final Map<String, Made> MAKING =
            Map.ofEntries(
                    Map.entry("sluice_repeat", Made.TEXT_OF_NUMBER),
                    Map.entry("sluice_lpad", Made.TEXT_OF_NUMBER),
                    Map.entry("sluice_rpad", Made.TEXT_OF_NUMBER),
                    Map.entry("sluice_replace", Made.TEXT),
                    Map.entry("sluice_replaceable", Made.TEXT),
                    Map.entry("sluice_regexp_replace", Made.TEXT),
                    Map.entry("sluice_regexp_replace_all", Made.TEXT),
                    Map.entry("sluice_regexp_replaceable", Made.TEXT),
                    Map.entry("sluice_find_in_set", Made.LIST),
                    Map.entry("sluice_generate_series", Made.LIST),
                    Map.entry("sluice_generate_series_months", Made.LIST),
                    Map.entry("sluice_list_repeat", Made.LIST),
                    Map.entry("sluice_list_resize", Made.LIST),
                    Map.entry("sluice_range", Made.LIST),
                    Map.entry("sluice_range_months", Made.LIST),
                    Map.entry("sluice_string_to_list", Made.LIST),
                    Map.entry("sluice_substr_index", Made.LIST));

    private static final String TEXT_GUARD = "sluice_within";
    private static final String LIST_GUARD = "sluice_list_within";

    /// What puts values together, and the macro that lets it be so long and no longer.
    private static final Map<String, String> JOINING =
            Map.of(
                    "||", TEXT_GUARD,
                    "concat", TEXT_GUARD,
                    "concat_ws", TEXT_GUARD,
                    "list_concat", LIST_GUARD,
                    "flatten", LIST_GUARD);

    private final long calls;
    private final boolean guarded;
    private long callsSeen;
    private boolean makingSeen;
    private boolean joiningSeen;
    private int queriesSeen;

    /// Of a statement of which nothing is known yet.
    MadeValues() {
        this(1, false);
    }

    private MadeValues(long calls, boolean guarded) {
        this.calls = calls;
        this.guarded = guarded;
    }

    /// The call of a macro that makes values: it is told their longest length first.
    static Call call(String macro, List<Expression> arguments) {
        List<Expression> all = new ArrayList<>();
        all.add(Literal.ofLong(Objects.requireNonNull(MAKING.get(macro)).lengthMax));
        all.addAll(arguments);
        return Call.of(macro, all.toArray(Expression[]::new));
    }

    /// What holds for the statement whose calls were all seen; this, if it makes nothing.
    MadeValues ofAllSeen() {
        boolean again = joiningSeen && queriesSeen > 1;
        return makingSeen || again ? new MadeValues(Math.max(1, callsSeen), again) : this;
    }

    /// Sees a query within the statement, or the statement itself.
    void query() {
        queriesSeen++;
    }

    /// Sees a cast.
    void cast(Expression.Cast cast) {
        if (Types.isLong(cast)) {
            callsSeen++;
        }
    }

    /// Whether a call puts values together, and may be [guarded][#guarded].
    static boolean joins(Call call) {
        return JOINING.containsKey(call.function());
    }

    /// Sees a call, and gives it with its limit.
    Call limited(Call call) {
        if (Types.isLong(call)) {
            callsSeen++;
        }
        if (joins(call)) {
            callsSeen += call.arguments().size() - 1;
            joiningSeen = true;
        }
        Made made = MAKING.get(call.function());
        if (made == null) {
            return call;
        }
        makingSeen = true;
        List<Expression> arguments = new ArrayList<>(call.arguments());
        List<Expression> told = arguments.subList(1, arguments.size());
        long bytesMax =
                told.stream().allMatch(MadeValues::isConstant) ? CONSTANT_BYTES_MAX : ROW_BYTES_MAX;
        long lengthMax = Math.min(made.lengthMax, bytesMax / made.bytes / calls);
        arguments.set(0, Literal.ofLong(Math.max(1, lengthMax)));
        return new Call(call.function(), arguments, call.distinct(), call.orderBy(), call.filter());
    }

    /// A call that puts values together, guarded; null where those were not put together before.
    @Nullable Call guarded(Call call) {
        String guard = JOINING.get(call.function());
        if (!guarded || guard == null) {
            return null;
        }
        long bytes = guard.equals(LIST_GUARD) ? Made.LIST.bytes : Made.TEXT.bytes;
        return Call.of(guard, Literal.ofLong(Math.max(1, JOINED_BYTES_MAX / bytes / calls)), call);
    }

    /// Whether the engine computes it once.
    private static boolean isConstant(Expression expression) {
        return !Trees.contains(
                expression,
                part ->
                        part instanceof Expression.ColumnReference
                                || part instanceof Expression.Subquery
                                || part instanceof Expression.Star
                                || (part instanceof Call call && Trees.isOfEachRow(call)));
    }
}
