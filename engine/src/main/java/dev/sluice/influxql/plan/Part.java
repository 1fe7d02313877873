// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Query;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows that one measurement gives to a SELECT. Its columns are the time, then the group tags,
/// then what orders rows of one series and one time, then the fields.
///
/// @param measurement its name
/// @param rows gives them, in no order
/// @param types of the fields
/// @param ties the types of the columns that order rows of one series and one time
record Part(
        String measurement,
        Query.Select rows,
        List<@Nullable ColumnType> types,
        List<ColumnType> ties) {
    /// The time, an instant; below, in whole nanoseconds.
    static final String TIME = "t";

    static String tag(int i) {
        return "g" + i;
    }

    static String tie(int i) {
        return "h" + i;
    }

    /// Of all columns that order rows of one series and one time.
    List<String> tieNames() {
        return names("h", ties.size());
    }

    static String field(int i) {
        return "c" + i;
    }

    static List<String> names(String letter, int count) {
        List<String> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            result.add(letter + i);
        }
        return result;
    }
}
