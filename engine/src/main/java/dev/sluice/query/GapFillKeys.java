// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.TimeBins;
import dev.sluice.query.sql.Trees;
import java.util.ArrayList;
import java.util.List;

/// The group keys of a query that fills gaps, and where its functions may stand.
final class GapFillKeys {
    private GapFillKeys() {}

    /// The query with its group keys written out: a number or a name of an item means that item.
    static Query.Select resolved(Query.Select select) {
        List<Expression> keys = new ArrayList<>();
        for (Expression key : select.grouping().keys()) {
            keys.add(item(key, select.items()));
        }
        return select.withGrouping(
                new Query.Grouping(keys, select.grouping().sets(), select.grouping().everything()));
    }

    private static Expression item(Expression key, List<SelectItem> items) {
        long place = Trees.whole(key).orElse(0);
        if (place >= 1 && place <= items.size()) {
            return items.get(Math.toIntExact(place - 1)).expression();
        }
        if (key instanceof ColumnReference reference && reference.path().size() == 1) {
            for (SelectItem item : items) {
                if (item.alias().equals(reference.column())
                        && !(item.expression() instanceof ColumnReference)) {
                    return item.expression();
                }
            }
        }
        return key;
    }

    /// The place of the one key that fills gaps.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* when there is none or another one, or
    ///   one of the functions stands where it may not
    static int requireOne(Query.Select select) {
        requireNothingElsewhere(select);
        List<Expression> keys = select.grouping().keys();
        int found = -1;
        for (int i = 0; i < keys.size(); i++) {
            if (TimeBins.isGapFill(GapFill.bare(keys.get(i)))) {
                if (found >= 0 && !bin(keys.get(i)).equals(bin(keys.get(found)))) {
                    throw GapFill.refusal("DATE_BIN_GAPFILL specified more than once");
                }
                found = found < 0 ? i : found;
            } else if (has(keys.get(i))) {
                throw binElsewhere();
            }
        }
        if (found < 0) {
            throw anyBin(select) ? binElsewhere() : fillElsewhere(select);
        }
        if (select.grouping().sets().size() > 1 || select.grouping().everything()) {
            throw GapFill.refusal("a gap-filling query cannot have grouping sets");
        }
        Expression bin = bin(keys.get(found));
        for (SelectItem item : select.items()) {
            requireOnly(item.expression(), bin);
        }
        return found;
    }

    private static void requireNothingElsewhere(Query.Select select) {
        if (select.where() != null) {
            if (Trees.contains(select.where(), TimeBins::isGapFill)) {
                throw binElsewhere();
            }
            requireNoFill(select.where());
        }
        if (select.having() != null) {
            requireNoFill(select.having());
        }
        select.grouping().keys().forEach(GapFillKeys::requireNoFill);
    }

    private static void requireNoFill(Expression expression) {
        for (String function : List.of(GapFill.LOCF, GapFill.INTERPOLATE)) {
            if (Trees.contains(expression, part -> isCall(part, function))) {
                throw GapFill.refusal(
                        function + " may only be used in the SELECT list of a gap-filling query");
            }
        }
    }

    private static boolean isCall(Expression expression, String function) {
        return expression instanceof Expression.Call call && call.function().equals(function);
    }

    private static boolean has(Expression expression) {
        return Trees.contains(expression, TimeBins::isGapFill);
    }

    private static boolean anyBin(Query.Select select) {
        return select.items().stream().anyMatch(item -> has(item.expression()));
    }

    private static RuntimeException fillElsewhere(Query.Select select) {
        select.items().forEach(item -> requireNoFill(item.expression()));
        select.tail().orderBy().forEach(key -> requireNoFill(key.expression()));
        return binElsewhere();
    }

    private static RuntimeException binElsewhere() {
        return GapFill.refusal("date_bin_gapfill may only be used as a GROUP BY expression");
    }

    private static Expression bin(Expression key) {
        return Trees.plain(GapFill.bare(key));
    }

    private static void requireOnly(Expression expression, Expression bin) {
        if (Trees.contains(
                Trees.plain(expression), part -> TimeBins.isGapFill(part) && !part.equals(bin))) {
            throw GapFill.refusal("DATE_BIN_GAPFILL specified more than once");
        }
    }
}
