// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.model.Problem;
import java.util.UUID;
import java.util.regex.Pattern;

/// Reads the ids of tokens before anything is asked of the cluster.
final class TokenIds {
    private static final Pattern SHAPE =
            Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private TokenIds() {}

    /// @throws dev.sluice.model.ProblemException `invalid_token_id` for anything but a whole UUID
    static UUID parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            throw Problem.invalid(
                            "invalid_token_id",
                            "token id \"" + text + "\" is not a UUID; see influxctl token list")
                    .asException();
        }
        return UUID.fromString(text);
    }
}
