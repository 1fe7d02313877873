// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.TokenBody;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.MomentText;
import dev.sluice.influxctl.output.TextTable;
import dev.sluice.influxctl.output.TextTable.Column;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Permission;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// How database tokens are shown (admin.md 3.7).
final class TokenLayout {
    private static final String NO_ID = "00000000-0000-0000-0000-000000000000";

    private TokenLayout() {}

    static TextTable list(List<TokenBody> tokens) {
        TextTable table =
                TextTable.of(
                        List.of(
                                Column.text("ID"),
                                Column.text("DESCRIPTION"),
                                Column.text("EXPIRES AT"),
                                Column.text("REVOKED AT")));
        for (TokenBody token : tokens) {
            table.add(
                    token.id().toString(),
                    token.description(),
                    MomentText.cell(token.expiresAt()),
                    MomentText.cell(token.revokedAt()));
        }
        return table;
    }

    /// One token, label by label.
    static TextTable vertical(TokenBody token) {
        TextTable table = TextTable.vertical();
        table.add("id", token.id().toString());
        table.add("description", token.description());
        table.add("expires at", MomentText.cell(token.expiresAt()));
        table.add("revoked at", MomentText.cell(token.revokedAt()));
        return table;
    }

    /// The members of one token, without the braces around them.
    static void members(JsonGenerator json, Profile profile, TokenBody token) {
        JsonOutput.text(json, "account_id", profile.accountId());
        JsonOutput.text(json, "cluster_id", profile.clusterId());
        json.writeStringProperty("id", token.id().toString());
        json.writeStringProperty("description", token.description());
        json.writeArrayPropertyStart("permissions");
        for (Permission permission : token.permissions()) {
            json.writeStartObject();
            json.writeStringProperty("id", NO_ID);
            json.writeStringProperty("action", permission.action().word());
            json.writeStringProperty("resource", permission.resource());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonOutput.moment(json, "created_at", token.createdAt());
        JsonOutput.moment(json, "expires_at", token.expiresAt());
        JsonOutput.moment(json, "revoked_at", token.revokedAt());
    }
}
