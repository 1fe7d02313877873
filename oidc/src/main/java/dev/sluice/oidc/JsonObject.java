// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object that somebody else wrote, read with suspicion: each accessor answers null, or
/// nothing, when the member is absent or of another type.
///
/// An object that names one of its own members twice is no object. Members of members are not
/// looked at; no rule of ours depends on them.
final class JsonObject {
    /// The last second of the year 9999; times beyond it are cut to it, so that adding a skew never
    /// overflows.
    private static final double EPOCH_SECONDS_MAX = 253_402_300_799d;

    private final Map<String, Object> members;

    JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    /// Reads `text`.
    ///
    /// @return the object, or null when the text is anything else
    static @Nullable JsonObject find(String text) {
        // The library would also read an array of pairs.
        if (!text.stripLeading().startsWith("{")) {
            return null;
        }
        try {
            return new JsonObject(JSONObjectUtils.parse(text));
        } catch (ParseException _) {
            return null;
        }
    }

    /// Whether there is a member of this name, of whatever type.
    boolean has(String name) {
        return members.containsKey(name);
    }

    /// A string that is not empty.
    @Nullable String string(String name) {
        return members.get(name) instanceof String text && !text.isEmpty() ? text : null;
    }

    /// A string, or the strings of an array; other elements are left out.
    List<String> strings(String name) {
        return switch (members.get(name)) {
            case String text -> List.of(text);
            case List<?> elements ->
                    elements.stream()
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .toList();
            case null, default -> List.of();
        };
    }

    /// A whole number of seconds, given as a number or, as some providers do, as its digits.
    @Nullable Long seconds(String name) {
        return switch (members.get(name)) {
            case Number number -> number.longValue();
            case String digits -> parsedSeconds(digits);
            case null, default -> null;
        };
    }

    /// A NumericDate (RFC 7519, section 2), with or without a fraction.
    @Nullable Instant time(String name) {
        if (!(members.get(name) instanceof Number number)) {
            return null;
        }
        double seconds = Math.clamp(number.doubleValue(), -EPOCH_SECONDS_MAX, EPOCH_SECONDS_MAX);
        return Instant.ofEpochMilli(Math.round(seconds * 1000));
    }

    /// Whether the member is an array.
    boolean isArray(String name) {
        return members.get(name) instanceof List<?>;
    }

    /// The elements of an array; null stands for an element that is no object, so that positions
    /// and counts stay true.
    List<@Nullable JsonObject> objects(String name) {
        List<@Nullable JsonObject> objects = new ArrayList<>();
        if (members.get(name) instanceof List<?> elements) {
            for (Object element : elements) {
                objects.add(element instanceof Map<?, ?> map ? of(map) : null);
            }
        }
        return objects;
    }

    /// The members as the library's readers take them.
    Map<String, Object> members() {
        return members;
    }

    @SuppressWarnings("unchecked") // a parsed JSON object has names for keys
    private static JsonObject of(Map<?, ?> map) {
        return new JsonObject((Map<String, Object>) map);
    }

    private static @Nullable Long parsedSeconds(String digits) {
        try {
            return Long.valueOf(digits.strip());
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
