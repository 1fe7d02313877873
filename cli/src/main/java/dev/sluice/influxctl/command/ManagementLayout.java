// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.ManagementTokenBody;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.MomentText;
import dev.sluice.influxctl.output.TextTable;
import dev.sluice.influxctl.output.TextTable.Column;
import dev.sluice.influxctl.profile.Profile;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;

/// How management tokens are shown (admin.md 3.7).
final class ManagementLayout {
    private ManagementLayout() {}

    static TextTable list(List<ManagementTokenBody> tokens) {
        TextTable table =
                TextTable.of(
                        List.of(
                                Column.text("ID"),
                                Column.text("DESCRIPTION"),
                                Column.text("PREFIX"),
                                Column.text("CREATED AT"),
                                Column.text("EXPIRES AT"),
                                Column.text("REVOKED AT")));
        for (ManagementTokenBody token : tokens) {
            table.add(
                    token.id().toString(),
                    token.description(),
                    token.prefix(),
                    MomentText.cell(token.createdAt()),
                    MomentText.cell(token.expiresAt()),
                    MomentText.cell(token.revokedAt()));
        }
        return table;
    }

    /// One token, label by label.
    static TextTable vertical(ManagementTokenBody token) {
        TextTable table = TextTable.vertical();
        table.add("id", token.id().toString());
        table.add("description", token.description());
        table.add("prefix", token.prefix());
        table.add("created at", MomentText.cell(token.createdAt()));
        table.add("expires at", MomentText.cell(token.expiresAt()));
        table.add("revoked at", MomentText.cell(token.revokedAt()));
        return table;
    }

    /// The members of one token, without the braces around them.
    static void members(JsonGenerator json, Profile profile, ManagementTokenBody token) {
        json.writeStringProperty("id", token.id().toString());
        JsonOutput.text(json, "account_id", profile.accountId());
        json.writeStringProperty("token_prefix", token.prefix());
        JsonOutput.moment(json, "created_at", token.createdAt());
        JsonOutput.moment(json, "expires_at", token.expiresAt());
        JsonOutput.moment(json, "revoked_at", token.revokedAt());
        json.writeStringProperty("description", token.description());
        UUID createdBy = token.createdBy();
        JsonOutput.text(json, "created_by", createdBy == null ? null : createdBy.toString());
    }
}
