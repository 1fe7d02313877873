// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The name of an object: segments joined by `/`, each of `A-Z a-z 0-9 . _ -` and not starting with
/// a dot. Built here and nowhere else.
///
/// @param value the checked text
public record ObjectPath(String value) {
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    /// Rejects anything that could leave the store's root.
    public ObjectPath {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an object path: " + value);
        }
    }

    /// The path that a name stands for; nothing when it is none.
    public static Optional<ObjectPath> find(String name) {
        return FORM.matcher(name).matches() ? Optional.of(new ObjectPath(name)) : Optional.empty();
    }

    /// The path of a data file: database id, table id, partition, then a fresh id (data.md 7.3).
    public static ObjectPath dataFile(
            long databaseId, long tableId, String partitionHash, UUID fileId) {
        return new ObjectPath(
                "data/"
                        + databaseId
                        + "/"
                        + tableId
                        + "/"
                        + partitionHash.toLowerCase(Locale.ROOT)
                        + "/"
                        + fileId
                        + ".parquet");
    }

    @Override
    public String toString() {
        return value;
    }
}
