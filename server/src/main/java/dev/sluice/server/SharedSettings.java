// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Settings that a server cannot start without, since it shares what they say with the one that
/// takes writes.
final class SharedSettings {
    private final List<String> missing = new ArrayList<>();

    /// Adds one.
    ///
    /// @param value what it says; null, or an empty list, when it is not set
    SharedSettings with(String setting, @Nullable Object value) {
        if (value == null || (value instanceof List<?> list && list.isEmpty())) {
            missing.add(setting);
        }
        return this;
    }

    /// What a server is told that has not all of them.
    ///
    /// @param sentence what it does and shares
    ProblemException refusal(String code, String sentence) {
        return Problem.invalid(code, sentence + ": set " + String.join(" and ", missing))
                .asException();
    }
}
