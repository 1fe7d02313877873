// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.Liveness;
import dev.sluice.influxctl.output.DurationText;
import dev.sluice.influxctl.output.Format;
import dev.sluice.influxctl.output.MomentText;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.query.Language;
import dev.sluice.influxctl.query.ResultFormat;
import dev.sluice.influxctl.query.TimeFormat;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Turns the words after flags into values; what is none is refused with the words that are.
final class Choices {
    private Choices() {}

    /// A whole number; picocli would say of another text that it `is not an int`.
    static int int32(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw notWhole(text, Integer.MAX_VALUE);
        }
    }

    /// The same for ids.
    static long int64(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw notWhole(text, Long.MAX_VALUE);
        }
    }

    private static TypeConversionException notWhole(String text, long max) {
        return new TypeConversionException("\"" + text + "\" is not a whole number up to " + max);
    }

    static final class FormatConverter implements ITypeConverter<Format> {
        @Override
        public Format convert(String word) {
            return choose(word, Map.of("table", Format.TABLE, "json", Format.JSON));
        }
    }

    static final class ResultFormatConverter implements ITypeConverter<ResultFormat> {
        @Override
        public ResultFormat convert(String word) {
            return choose(
                    word,
                    Map.of(
                            "table",
                            ResultFormat.TABLE,
                            "json",
                            ResultFormat.JSON,
                            "chart",
                            ResultFormat.CHART));
        }
    }

    static final class LanguageConverter implements ITypeConverter<Language> {
        @Override
        public Language convert(String word) {
            return choose(word, Map.of("sql", Language.SQL, "influxql", Language.INFLUXQL));
        }
    }

    static final class TimeFormatConverter implements ITypeConverter<TimeFormat> {
        @Override
        public TimeFormat convert(String word) {
            return choose(
                    word,
                    Map.of("rfc3339nano", TimeFormat.RFC3339NANO, "unixnano", TimeFormat.UNIXNANO));
        }
    }

    /// Checks a precision of `write`; the word itself goes to the cluster.
    static final class PrecisionConverter implements ITypeConverter<String> {
        @Override
        public String convert(String word) {
            return choose(word, Map.of("ns", "ns", "us", "us", "ms", "ms", "s", "s"));
        }
    }

    static final class StatusConverter implements ITypeConverter<Liveness> {
        @Override
        public Liveness convert(String word) {
            return choose(word, Map.of("active", Liveness.ACTIVE, "deleted", Liveness.DELETED));
        }
    }

    static final class TokenSortConverter implements ITypeConverter<TokenListCommand.Sort> {
        @Override
        public TokenListCommand.Sort convert(String word) {
            return choose(
                    word,
                    Map.of(
                            "id",
                            TokenListCommand.Sort.ID,
                            "description",
                            TokenListCommand.Sort.DESCRIPTION));
        }
    }

    static final class ManagementSortConverter
            implements ITypeConverter<ManagementListCommand.Sort> {
        @Override
        public ManagementListCommand.Sort convert(String word) {
            return choose(
                    word,
                    Map.of(
                            "created",
                            ManagementListCommand.Sort.CREATED,
                            "id",
                            ManagementListCommand.Sort.ID,
                            "description",
                            ManagementListCommand.Sort.DESCRIPTION,
                            "prefix",
                            ManagementListCommand.Sort.PREFIX,
                            "expires",
                            ManagementListCommand.Sort.EXPIRES,
                            "revoked",
                            ManagementListCommand.Sort.REVOKED));
        }
    }

    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Duration duration = Duration.ofNanos(parsed(text, DurationText::parseNanos));
            if (duration.toMillis() == 0) {
                throw new TypeConversionException("duration \"" + text + "\" is too short");
            }
            return duration;
        }
    }

    /// A retention period in nanoseconds; zero means for ever.
    static final class RetentionConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return parsed(text, DurationText::parseNanos);
        }
    }

    /// The UUID of an account or a cluster, in lower case.
    static final class IdentifierConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (!Profile.isIdentifier(text)) {
                throw new TypeConversionException("\"" + text + "\" is not a UUID");
            }
            return text.toLowerCase(Locale.ROOT);
        }
    }

    static final class MomentConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            return parsed(text, MomentText::parse);
        }
    }

    /// Holds `--expires-at` to the future.
    ///
    /// @throws ProblemException `expired_already` for a moment that is past
    static void requireAhead(@Nullable Instant expiresAt, Instant now) {
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw Problem.invalid(
                            "expired_already", "--expires-at " + expiresAt + " is in the past")
                    .asException();
        }
    }

    private static <T> T choose(String word, Map<String, T> choices) {
        T choice = choices.get(word);
        if (choice == null) {
            String words = String.join(", ", new TreeMap<>(choices).keySet());
            throw new TypeConversionException("\"" + word + "\" is not one of " + words);
        }
        return choice;
    }

    private static <T> T parsed(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (ProblemException e) {
            throw new TypeConversionException(e.problem().message());
        }
    }
}
