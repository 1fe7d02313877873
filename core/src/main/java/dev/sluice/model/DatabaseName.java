// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

/// The name of a database: 1 to 64 of `A-Z a-z 0-9 _ - /`, case-sensitive (admin.md 5.1).
///
/// @param value the checked text
public record DatabaseName(String value) {
    /// The longest name, in characters.
    public static final int LENGTH_MAX = 64;

    /// Throws the [Problem] `invalid_database_name` for a name outside the rule.
    public DatabaseName {
        if (value.isEmpty() || value.length() > LENGTH_MAX) {
            throw Problem.invalid(
                            "invalid_database_name",
                            "database name \""
                                    + value
                                    + "\" length must be between 1 and 64 characters")
                    .asException();
        }
        for (int i = 0; i < value.length(); i++) {
            if (!allows(value.charAt(i))) {
                throw Problem.invalid(
                                "invalid_database_name",
                                "database name \""
                                        + value
                                        + "\" contains invalid character at position "
                                        + i)
                        .asException();
            }
        }
    }

    /// Whether a name may contain `c`.
    public static boolean allows(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '/';
    }

    @Override
    public String toString() {
        return value;
    }
}
