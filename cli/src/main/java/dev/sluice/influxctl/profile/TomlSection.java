// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

import dev.sluice.model.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// One table of the file, read key by key; each mistake is named with file, line and key.
///
/// A key that is not known is a mistake before all others: one that is misspelt leaves another out.
final class TomlSection {
    private final String file;
    private final String name;
    private final TomlTable table;
    private final TreeSet<String> known;

    /// Throws for the first key that is not among those (admin.md 3.3).
    ///
    /// @param known every key that a table of this name may have
    TomlSection(String file, String name, TomlTable table, Set<String> known) {
        this.file = file;
        this.name = name;
        this.table = table;
        this.known = new TreeSet<>(known);
        for (String key : table.keySet()) {
            if (!known.contains(key)) {
                throw mistake(key, "is not known" + meant(key) + "; known here: " + list());
            }
        }
    }

    private String list() {
        return String.join(", ", known);
    }

    /// Which key was probably meant: the nearest by spelling, if it is near and not given itself.
    private String meant(String key) {
        return known.stream()
                .filter(other -> !table.contains(List.of(other)))
                .filter(other -> Spelling.isNear(key, other))
                .min(Comparator.comparingInt(other -> Spelling.distance(key, other)))
                .map(other -> " (did you mean " + other + "?)")
                .orElse("");
    }

    /// The string at `key`, null when absent; a blank one counts as absent.
    @Nullable String text(String key) {
        return switch (value(key)) {
            case null -> null;
            case String text -> text.isBlank() ? null : text.strip();
            default -> throw mistake(key, "must be a string");
        };
    }

    String requireText(String key) {
        String text = text(key);
        if (text == null) {
            throw mistake(key, "is required");
        }
        return text;
    }

    boolean flag(String key) {
        return switch (value(key)) {
            case null -> false;
            case Boolean flag -> flag;
            default -> throw mistake(key, "must be true or false");
        };
    }

    /// A whole number in `low..high`, written as a string or as an integer.
    int number(String key, int low, int high, int otherwise) {
        Object value = value(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String || value instanceof Long) {
            String text = value.toString().strip();
            if (text.matches("[0-9]{1,9}")) {
                int number = Integer.parseInt(text);
                if (number >= low && number <= high) {
                    return number;
                }
            }
        }
        throw mistake(key, "is " + value + ", must be a number from " + low + " to " + high);
    }

    List<String> texts(String key) {
        return switch (value(key)) {
            case null -> List.of();
            case TomlArray array -> texts(key, array);
            default -> throw mistake(key, "must be a list of strings");
        };
    }

    private List<String> texts(String key, TomlArray array) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof String text)) {
                throw mistake(key, "must be a list of strings");
            }
            texts.add(text);
        }
        return texts;
    }

    /// A table whose values are all strings, in the file's order.
    Map<String, String> textTable(String key) {
        Object value = value(key);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof TomlTable entries)) {
            throw mistake(key, "must be a table of strings");
        }
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        for (String entry : entries.keySet()) {
            if (!(entries.get(List.of(entry)) instanceof String text)) {
                throw mistake(key, "must be a table of strings, \"" + entry + "\" is not one");
            }
            texts.put(entry, text);
        }
        return texts;
    }

    /// An absolute http or https address.
    URI requireUrl(String key) {
        String text = requireText(key);
        try {
            URI url = new URI(text);
            boolean web = "https".equalsIgnoreCase(url.getScheme()) || isHttp(url);
            if (web && url.getRawAuthority() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw mistake(key, "is not an address: " + e.getReason());
        }
        throw mistake(key, "is \"" + text + "\", must begin with https:// or http://");
    }

    private static boolean isHttp(URI url) {
        return "http".equalsIgnoreCase(url.getScheme());
    }

    /// The table at `key`, null when absent.
    ///
    /// @param keys every key that it may have
    @Nullable TomlSection section(String key, Set<String> keys) {
        return switch (value(key)) {
            case null -> null;
            case TomlTable inner -> new TomlSection(file, path(key), inner, keys);
            default -> throw mistake(key, "must be a table");
        };
    }

    /// The entries of an array of tables; empty when absent.
    ///
    /// @param keys every key that each may have
    List<TomlSection> sections(String key, Set<String> keys) {
        Object value = value(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof TomlArray array)) {
            throw mistake(key, "must be written as [[" + path(key) + "]], with two brackets");
        }
        List<TomlSection> sections = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof TomlTable inner)) {
                throw mistake(key, "must be written as [[" + path(key) + "]], with two brackets");
            }
            sections.add(new TomlSection(file, path(key), inner, keys));
        }
        return sections;
    }

    /// What is wrong with `key`, with the place where it stands.
    RuntimeException mistake(String key, String what) {
        TomlPosition position = table.inputPositionOf(List.of(key));
        String place = position == null ? file : file + " line " + position.line();
        return Problem.invalid("profile_file_invalid", place + ": " + path(key) + " " + what)
                .asException();
    }

    private @Nullable Object value(String key) {
        if (!known.contains(key)) {
            throw new IllegalStateException(path(key) + " is read and not among the known keys");
        }
        return table.get(List.of(key));
    }

    private String path(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }
}
