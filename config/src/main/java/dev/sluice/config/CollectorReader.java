// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the collector's variables.
final class CollectorReader {
    private static final String PREFIX = "INFLUXDB_IOX_GC_";
    private static final String BACKUPS_MADE =
            "INFLUXDB_IOX_CREATE_CATALOG_BACKUP_DATA_SNAPSHOT_FILES";
    private static final String BACKUPS_PROTECTING =
            "INFLUXDB_IOX_DELETE_USING_CATALOG_BACKUP_DATA_SNAPSHOT_FILES";
    private static final String BACKUP_INTERVAL = "INFLUXDB_IOX_CREATE_CATALOG_BACKUP_INTERVAL";
    private static final String BACKUPS_KEPT = "INFLUXDB_IOX_KEEP_HOURLY_CATALOG_BACKUP_FILE_LISTS";
    private static final String DAILY_BACKUPS_KEPT =
            "INFLUXDB_IOX_KEEP_DAILY_CATALOG_BACKUP_FILE_LISTS";
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})([mhd])");
    private static final Duration DURATION_MAX = Duration.ofDays(36_500);
    private static final int MINUTES_MAX = 1_000_000;
    private static final int LIMIT_MAX = 1_000_000;

    private final ComponentVariables variables;

    private CollectorReader(ComponentVariables variables) {
        this.variables = variables;
    }

    /// Where they are read from.
    ///
    /// @param top the whole file, where there is one
    static ComponentVariables variables(
            @Nullable Section top, Map<String, String> environment, Findings findings) {
        return new ComponentVariables("garbage-collector", PREFIX, top, environment, findings);
    }

    /// Reads all of them.
    static CollectorConfig read(ComponentVariables variables) {
        CollectorReader reader = new CollectorReader(variables);
        CollectorConfig standard = CollectorConfig.DEFAULT;
        CollectorConfig config =
                new CollectorConfig(
                        reader.sweep("OBJECTSTORE", standard.objects()),
                        reader.sweep("PARQUETFILE", standard.files()),
                        reader.minutes("RETENTION", standard.retentionPause()),
                        reader.removal("NAMESPACE", standard.databases()),
                        reader.removal("TABLE", standard.tables()),
                        reader.backups(standard.backups()));
        variables.warnOfUnknown();
        return config;
    }

    private CollectorConfig.Sweep sweep(String what, CollectorConfig.Sweep standard) {
        return new CollectorConfig.Sweep(
                duration(PREFIX + what + "_CUTOFF", standard.cutoff(), CollectorConfig.CUTOFF_MIN),
                minutes(what, standard.pause()));
    }

    private CollectorConfig.Removal removal(String what, CollectorConfig.Removal standard) {
        return new CollectorConfig.Removal(
                variables.truth(
                        "INFLUXDB_IOX_ENABLE_" + what + "_ROW_DELETION", standard.enabled()),
                duration(PREFIX + what + "_CUTOFF", standard.cutoff(), Duration.ZERO),
                duration(
                        PREFIX + what + "_SLEEP_INTERVAL", standard.pause(), Duration.ofMinutes(1)),
                whole(PREFIX + what + "_LIMIT", standard.limit(), LIMIT_MAX));
    }

    private CollectorConfig.Backups backups(CollectorConfig.Backups standard) {
        CollectorConfig.Backups backups =
                new CollectorConfig.Backups(
                        variables.truth(BACKUPS_MADE, standard.made()),
                        variables.truth(BACKUPS_PROTECTING, standard.protecting()),
                        duration(
                                BACKUP_INTERVAL,
                                standard.interval(),
                                CollectorConfig.Backups.INTERVAL_MIN),
                        duration(BACKUPS_KEPT, standard.kept(), Duration.ofHours(1)),
                        duration(DAILY_BACKUPS_KEPT, standard.dailyKept(), Duration.ofHours(1)));
        if (backups.protecting() && !backups.made()) {
            variables.warn(
                    BACKUPS_PROTECTING,
                    "keeps what snapshots of the catalog name, but none is made: "
                            + BACKUPS_MADE
                            + " is not true");
        }
        if (backups.dailyKept().compareTo(backups.kept()) <= 0) {
            refuse(
                    DAILY_BACKUPS_KEPT,
                    BACKUPS_KEPT,
                    "must be longer than " + BACKUPS_KEPT + " (" + text(backups.kept()) + ")",
                    backups.dailyKept());
        } else if (backups.copies() > CollectorConfig.Backups.COPIES_MAX) {
            refuse(
                    BACKUPS_KEPT,
                    BACKUP_INTERVAL,
                    "must, together with "
                            + BACKUP_INTERVAL
                            + " and "
                            + DAILY_BACKUPS_KEPT
                            + ", keep no more than "
                            + CollectorConfig.Backups.COPIES_MAX
                            + " snapshots of the catalog",
                    backups.kept());
        }
        return backups;
    }

    /// Refuses one of two variables that do not go together, at the place of whichever is given.
    private void refuse(String variable, String other, String rule, Duration value) {
        ComponentVariables.Given given = variables.find(variable);
        if (given == null) {
            given = variables.find(other);
        }
        variables.refuse(
                new ComponentVariables.Given(text(value), given == null ? null : given.place()),
                variable,
                rule);
    }

    private static String text(Duration duration) {
        return duration.toMinutes() % 60 != 0
                ? duration.toMinutes() + "m"
                : duration.toHours() % 24 != 0 ? duration.toHours() + "h" : duration.toDays() + "d";
    }

    private Duration minutes(String what, Duration whenAbsent) {
        return Duration.ofMinutes(
                whole(
                        PREFIX + what + "_SLEEP_INTERVAL_MINUTES",
                        Math.toIntExact(whenAbsent.toMinutes()),
                        MINUTES_MAX));
    }

    private Duration duration(String variable, Duration whenAbsent, Duration min) {
        ComponentVariables.Given given = variables.find(variable);
        if (given == null) {
            return whenAbsent;
        }
        Matcher text = DURATION.matcher(given.text());
        if (text.matches()) {
            long count = Long.parseLong(text.group(1));
            Duration value =
                    switch (text.group(2)) {
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    };
            if (value.compareTo(min) >= 0 && value.compareTo(DURATION_MAX) <= 0) {
                return value;
            }
        }
        variables.refuse(
                given,
                variable,
                "must be a whole number of m, h or d, such as 6h or 14d, from "
                        + (min.toHours() > 0 ? min.toHours() + "h" : min.toMinutes() + "m")
                        + " to "
                        + DURATION_MAX.toDays()
                        + "d");
        return whenAbsent;
    }

    private int whole(String variable, int whenAbsent, int max) {
        return Math.toIntExact(variables.whole(variable, whenAbsent, 1, max));
    }
}
