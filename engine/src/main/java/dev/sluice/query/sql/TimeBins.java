// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.IntervalLiteral;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Expression.TimestampLiteral;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;

/// Bins of time: `date_bin` and its relatives (data.md 5.5, 5.6).
public final class TimeBins {
    /// Bins, and the missing ones between them.
    public static final String GAPFILL = "date_bin_gapfill";

    /// Bins by a zone's clock, and the missing ones between them.
    public static final String WALLCLOCK_GAPFILL = "date_bin_wallclock_gapfill";

    private static final String BIN = "sluice_date_bin";
    private static final String BIN_MONTHS = "sluice_date_bin_months";
    private static final String BIN_WALLCLOCK = "sluice_wallclock_bin";
    private static final long NANOS_PER_MICRO = 1_000;

    private TimeBins() {}

    /// Bins of one length.
    ///
    /// @param width in nanoseconds, positive
    /// @param source gives the instants
    /// @param origin an instant, or a clock reading in a zone, at which one begins
    /// @param zone the zone by whose clock they go, or empty
    /// @param type how the starts are read
    public record Bins(long width, Expression source, long origin, String zone, InstantType type) {
        /// The start of the bin of an instant.
        public Expression start() {
            TimestampLiteral constant = Instants.constant(source);
            if (constant != null) {
                return Instants.in(type, new TimestampLiteral(start(constant.nanos())));
            }
            return Instants.in(
                    type,
                    zone.isEmpty()
                            ? Call.of(BIN, Literal.ofLong(width), source, Literal.ofLong(origin))
                            : Call.of(
                                    BIN_WALLCLOCK,
                                    Literal.ofLong(width),
                                    source,
                                    Literal.ofLong(origin),
                                    Literal.ofLong(Zones.code(zone))));
        }

        /// All starts from the one of the bin of `min` to the one of that of `max`.
        public List<Zones.Run> starts(long min, long max) {
            return Zones.bins(min, max, width, origin, rules());
        }

        private long start(long nanos) {
            try {
                return Zones.bin(nanos, width, origin, rules());
            } catch (ArithmeticException _) {
                throw Timestamps.outOfRange();
            }
        }

        private ZoneRules rules() {
            return Zones.require(zone.isEmpty() ? "UTC" : zone).getRules();
        }
    }

    static Expression absolute(Call call) {
        Arguments.require(call, 2, 3);
        IntervalLiteral width = TimeFunctions.interval(call);
        if (width.isFixed() && width.nanos() > 0) {
            return bins(call, false, source(call)).start();
        }
        if (width.nanos() == 0 && width.months() > 0) {
            TimestampLiteral origin = origin(call);
            if (origin.nanos() % NANOS_PER_MICRO != 0) {
                throw UnsupportedSql.notSupported("an origin below one microsecond with months");
            }
            Expression source = source(call);
            return Instants.in(
                    Instants.typeOf(source),
                    Call.of(BIN_MONTHS, Literal.ofLong(width.months()), source, origin));
        }
        throw UnsupportedSql.planning(
                "date_bin", "date_bin needs a positive interval of either months or fixed length");
    }

    static Expression wallclock(Call call) {
        Arguments.require(call, 2, 3);
        return bins(call, true, source(call)).start();
    }

    /// Checked here, and left as it is for the query's planner, which knows where it may stand.
    static Expression gapFill(Call call) {
        int count = call.arguments().size();
        if (count < 2 || count > 3) {
            throw refusal(
                    call.function().toUpperCase(Locale.ROOT)
                            + " expects 2 or 3 arguments, got "
                            + count);
        }
        InstantType type = ofGapFill(call).type();
        return Instants.in(type, call);
    }

    /// Whether a call is one of a gap-filling function.
    public static boolean isGapFill(Expression expression) {
        return expression instanceof Call call
                && (call.function().equals(GAPFILL) || call.function().equals(WALLCLOCK_GAPFILL));
    }

    /// The bins of a call of a gap-filling function.
    public static Bins ofGapFill(Call call) {
        Bins bins =
                bins(
                        call,
                        call.function().equals(WALLCLOCK_GAPFILL),
                        Instants.read(call.arguments().get(1)));
        if (!(Trees.plain(bins.source()) instanceof Expression.ColumnReference)) {
            throw refusal(
                    call.function().toUpperCase(Locale.ROOT)
                            + " requires a column as the source argument");
        }
        return bins;
    }

    private static Expression source(Call call) {
        return Instants.argument(call.function(), call.arguments().get(1));
    }

    private static Bins bins(Call call, boolean wallclock, Expression source) {
        IntervalLiteral width = TimeFunctions.interval(call);
        if (!width.isFixed() || width.nanos() <= 0) {
            throw UnsupportedSql.planning(
                    "date_bin",
                    call.function() + " needs a positive interval without months or years");
        }
        InstantType found = Instants.typeOf(source);
        InstantType type = found == null ? InstantType.PLAIN : found;
        String zone = wallclock && type.zone() != null ? type.zone() : "";
        return new Bins(width.nanos(), source, origin(call).nanos(), zone, type);
    }

    private static TimestampLiteral origin(Call call) {
        if (call.arguments().size() < 3) {
            return new TimestampLiteral(0);
        }
        TimestampLiteral origin = Instants.constant(Instants.read(call.arguments().get(2)));
        if (origin == null) {
            throw UnsupportedSql.planning(
                    "date_bin", call.function() + " needs a constant timestamp as its origin");
        }
        return origin;
    }

    private static RuntimeException refusal(String detail) {
        return UnsupportedSql.planning("gap_fill", detail);
    }
}
