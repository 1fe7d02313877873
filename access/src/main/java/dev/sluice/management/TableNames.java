// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;

/// What a table may be called (admin.md 5.1): any text without control characters.
final class TableNames {
    /// The longest name, in characters.
    static final int LENGTH_MAX = 1_024;

    private TableNames() {}

    /// Throws the [Problem] `invalid_table_name` for a name outside the rule.
    static void require(String name) {
        if (name.isEmpty() || name.length() > LENGTH_MAX) {
            throw invalid(
                    "table name length must be between 1 and "
                            + LENGTH_MAX
                            + " characters, not "
                            + name.length());
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                throw invalid("table name contains a control character at position " + i);
            }
        }
    }

    private static ProblemException invalid(String message) {
        return Problem.invalid("invalid_table_name", message).asException();
    }
}
