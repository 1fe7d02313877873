// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.partition;

import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The text that names a partition of a table: what its template says of a point, joined by `|`
/// (data.md 7.4). At most [#LENGTH_MAX] characters, all of them printable ASCII.
public final class PartitionKey {
    /// What joins the parts.
    static final char SEPARATOR = '|';

    /// The longest part, in characters.
    static final int PART_LENGTH_MAX = 200;

    /// The longest key, in characters.
    public static final int LENGTH_MAX =
            PartitionTemplate.PARTS_MAX * PART_LENGTH_MAX + PartitionTemplate.PARTS_MAX - 1;

    /// Stands for a tag that the point does not have.
    private static final String MISSING = "!";

    /// Stands for an empty value.
    private static final String EMPTY = "^";

    /// Ends a part that was cut.
    private static final String CUT = "#";

    /// What has a meaning in keys.
    private static final String RESERVED = "|!^#%";

    private PartitionKey() {}

    /// The key of a point.
    ///
    /// @param tags the value of a tag by its name; null when the point does not have it
    /// @param timeNanos the point's time, since the epoch, UTC
    public static String render(
            PartitionTemplate template, Function<String, @Nullable String> tags, long timeNanos) {
        StringJoiner key = new StringJoiner(String.valueOf(SEPARATOR));
        for (TemplatePart part : template.parts()) {
            key.add(
                    switch (part) {
                        case TemplatePart.Tag(String name) -> tagPart(tags.apply(name));
                        case TemplatePart.Bucket(String name, int count) ->
                                bucketPart(tags.apply(name), count);
                        case TemplatePart.Time(TimeFormat format) ->
                                encoded(format.render(timeNanos));
                    });
        }
        return key.toString();
    }

    /// Whether a partition may hold a point with one of some values in each of some tags.
    ///
    /// @param key of the partition
    /// @param values by name of the tag; tags that may have any value are not in it
    public static boolean mayHold(
            String key, PartitionTemplate template, Map<String, Set<String>> values) {
        String[] parts = key.split(Pattern.quote(String.valueOf(SEPARATOR)), -1);
        if (parts.length != template.parts().size()) {
            return true;
        }
        for (int place = 0; place < parts.length; place++) {
            String part = parts[place];
            boolean may =
                    switch (template.parts().get(place)) {
                        case TemplatePart.Tag(String name) ->
                                anyOf(values.get(name), value -> tagPart(value).equals(part));
                        case TemplatePart.Bucket(String name, int count) ->
                                anyOf(
                                        values.get(name),
                                        value -> bucketPart(value, count).equals(part));
                        case TemplatePart.Time _ -> true;
                    };
            if (!may) {
                return false;
            }
        }
        return true;
    }

    private static boolean anyOf(@Nullable Set<String> values, Predicate<String> fits) {
        return values == null || values.stream().anyMatch(fits);
    }

    private static String tagPart(@Nullable String value) {
        return value == null ? MISSING : value.isEmpty() ? EMPTY : encoded(value);
    }

    private static String bucketPart(@Nullable String value, int count) {
        return value == null ? MISSING : String.valueOf(TagBucket.of(value, count));
    }

    /// The value with everything escaped that has a meaning in keys; cut where it is too long,
    /// between two characters as a person sees them.
    private static String encoded(String value) {
        String whole = escaped(value);
        return whole.length() <= PART_LENGTH_MAX ? whole : cut(value);
    }

    private static String cut(String value) {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(value);
        StringBuilder part = new StringBuilder(PART_LENGTH_MAX);
        int from = characters.first();
        for (int to = characters.next(); to != BreakIterator.DONE; to = characters.next()) {
            String character = escaped(value.substring(from, to));
            if (part.length() + character.length() > PART_LENGTH_MAX - CUT.length()) {
                break;
            }
            part.append(character);
            from = to;
        }
        return part.append(CUT).toString();
    }

    private static String escaped(String value) {
        StringBuilder text = new StringBuilder(value.length());
        for (byte unit : value.getBytes(StandardCharsets.UTF_8)) {
            if (unit >= ' ' && unit < 0x7f && RESERVED.indexOf(unit) < 0) {
                text.append((char) unit);
            } else {
                text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(unit));
            }
        }
        return text.toString();
    }
}
