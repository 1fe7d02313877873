// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One statement of InfluxQL (data.md 6.1). A closed set: every other statement of InfluxDB 1.x is
/// a syntax error (data.md 3.7).
public sealed interface Statement {

    /// SELECT, also as a subquery.
    ///
    /// @param fields the projection, at least one
    /// @param from the sources, at least one
    /// @param where which rows count, time bounds included, or null for all
    /// @param groupBy the dimensions as written, or empty
    /// @param fill what empty bins hold, or null when unsaid: null values at the top, none in a
    ///   subquery (data.md 6.8)
    /// @param order direction of time
    /// @param page which rows of each series
    /// @param seriesPage which series: SLIMIT and SOFFSET
    /// @param zone a name of the time zone database, or empty for UTC
    record Select(
            List<Field> fields,
            List<Source> from,
            @Nullable Condition where,
            List<Dimension> groupBy,
            @Nullable Fill fill,
            Order order,
            Page page,
            Page seriesPage,
            String zone)
            implements Statement {
        /// Copies the lists.
        public Select {
            fields = List.copyOf(fields);
            from = List.copyOf(from);
            groupBy = List.copyOf(groupBy);
        }

        /// The bins of GROUP BY, or null; the first when the checks have not refused a second.
        public Dimension.@Nullable Time timeDimension() {
            for (Dimension dimension : groupBy) {
                if (dimension instanceof Dimension.Time time) {
                    return time;
                }
            }
            return null;
        }
    }

    /// EXPLAIN.
    ///
    /// @param analyze whether the query runs
    /// @param verbose whether more is told
    /// @param select the query
    record Explain(boolean analyze, boolean verbose, Select select) implements Statement {}

    /// SHOW MEASUREMENTS.
    ///
    /// @param on where they are
    /// @param filter WITH MEASUREMENT, or null for all: a name after `=`, a pattern after `=~`
    /// @param where which rows must exist, or null
    /// @param page which of them
    record ShowMeasurements(
            MeasurementScope on,
            Source.@Nullable Measurement filter,
            @Nullable Condition where,
            Page page)
            implements Statement {}

    /// SHOW TAG KEYS.
    ///
    /// @param database after ON, or empty
    /// @param from measurements, or empty for all
    /// @param where which rows must exist, or null
    /// @param page which keys of each measurement
    record ShowTagKeys(
            String database, List<Source.Measurement> from, @Nullable Condition where, Page page)
            implements Statement {
        /// Copies the list.
        public ShowTagKeys {
            from = List.copyOf(from);
        }
    }

    /// SHOW TAG VALUES.
    ///
    /// @param database after ON, or empty
    /// @param from measurements, or empty for all
    /// @param keys WITH KEY
    /// @param where which rows must exist, or null
    /// @param page which values of each measurement and key
    record ShowTagValues(
            String database,
            List<Source.Measurement> from,
            KeyFilter keys,
            @Nullable Condition where,
            Page page)
            implements Statement {
        /// Copies the list.
        public ShowTagValues {
            from = List.copyOf(from);
        }
    }

    /// SHOW FIELD KEYS.
    ///
    /// @param database after ON, or empty
    /// @param from measurements, or empty for all
    /// @param page which keys of each measurement
    record ShowFieldKeys(String database, List<Source.Measurement> from, Page page)
            implements Statement {
        /// Copies the list.
        public ShowFieldKeys {
            from = List.copyOf(from);
        }
    }

    /// SHOW DATABASES.
    record ShowDatabases() implements Statement {}

    /// SHOW RETENTION POLICIES.
    ///
    /// @param database after ON, or empty
    record ShowRetentionPolicies(String database) implements Statement {}

    /// A statement that is understood and not implemented (data.md 3.7).
    sealed interface NotImplemented extends Statement {
        /// What it is called in the refusal, such as `CREATE DATABASE`.
        String title();
    }

    /// CREATE DATABASE.
    ///
    /// @param name of the database
    /// @param policy the options after WITH
    record CreateDatabase(String name, PolicyOptions policy) implements NotImplemented {
        @Override
        public String title() {
            return "CREATE DATABASE";
        }
    }

    /// DELETE; at least one of the two is there.
    ///
    /// @param from measurements, or empty for all
    /// @param where which rows, or null for all
    record Delete(List<Source.Measurement> from, @Nullable Condition where)
            implements NotImplemented {
        /// Copies the list.
        public Delete {
            from = List.copyOf(from);
        }

        @Override
        public String title() {
            return "DELETE";
        }
    }

    /// DROP MEASUREMENT.
    ///
    /// @param name of the measurement
    record DropMeasurement(String name) implements NotImplemented {
        @Override
        public String title() {
            return "DROP MEASUREMENT";
        }
    }

    /// A column of a projection.
    ///
    /// @param term its value
    /// @param alias its name after AS, or empty for the usual one (data.md 6.2)
    record Field(Term term, String alias) {}

    /// Which part of a list.
    ///
    /// @param limit how many at most, or null for all; read as unsigned
    /// @param offset how many are passed over, or null for none; read as unsigned
    record Page(@Nullable Long limit, @Nullable Long offset) {
        /// All of it.
        public static final Page ALL = new Page(null, null);

        /// Whether it is all of the list.
        public boolean isAll() {
            return limit == null && (offset == null || offset == 0);
        }
    }

    /// The direction of time.
    enum Order {
        /// Oldest first; also when nothing is said.
        ASCENDING,
        /// Newest first.
        DESCENDING
    }

    /// Where SHOW MEASUREMENTS looks.
    ///
    /// @param everyDatabase whether `*` stands for the database
    /// @param database its name, or empty when `*` or nothing stands there
    /// @param everyPolicy whether `*` stands for the retention policy
    /// @param policy its name, or empty when `*` or nothing stands there
    record MeasurementScope(
            boolean everyDatabase, String database, boolean everyPolicy, String policy) {
        /// Without ON.
        public static final MeasurementScope UNSAID = new MeasurementScope(false, "", false, "");
    }

    /// The options of CREATE DATABASE.
    ///
    /// @param duration of the retention policy, or null
    /// @param replication how many copies, or null; read as unsigned
    /// @param shardDuration of a shard, or null
    /// @param name of the retention policy, or empty
    record PolicyOptions(
            Literal.@Nullable DurationValue duration,
            @Nullable Long replication,
            Literal.@Nullable DurationValue shardDuration,
            String name) {
        /// Without WITH.
        public static final PolicyOptions NONE = new PolicyOptions(null, null, null, "");
    }
}
