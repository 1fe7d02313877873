// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.model.Problem;
import java.util.UUID;
import java.util.regex.Pattern;

/// Reads ids before anything is asked of the cluster.
final class TokenIds {
    private static final Pattern SHAPE =
            Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private TokenIds() {}

    /// The id of a database token.
    ///
    /// @throws dev.sluice.model.ProblemException `invalid_token_id` for anything but a whole UUID
    static UUID parse(String text) {
        return parse(text, "influxctl token list");
    }

    /// The id of a token.
    ///
    /// @param list the command that shows them
    /// @throws dev.sluice.model.ProblemException `invalid_token_id` for anything but a whole UUID
    static UUID parse(String text, String list) {
        if (!SHAPE.matcher(text).matches()) {
            throw Problem.invalid(
                            "invalid_token_id",
                            "token id \"" + text + "\" is not a UUID; see " + list)
                    .asException();
        }
        return UUID.fromString(text);
    }

    /// The id of a cluster.
    ///
    /// @throws dev.sluice.model.ProblemException `invalid_cluster_id` for anything but a whole UUID
    static UUID parseCluster(String text) {
        if (!SHAPE.matcher(text).matches()) {
            throw Problem.invalid("invalid_cluster_id", "cluster id \"" + text + "\" is not a UUID")
                    .asException();
        }
        return UUID.fromString(text);
    }
}
