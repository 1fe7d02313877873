// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.ManagementClient;
import dev.sluice.api.UserBody;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.output.TextTable;
import dev.sluice.influxctl.output.TextTable.Column;
import dev.sluice.influxctl.profile.Profile;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.core.JsonGenerator;

/// `user list` (admin.md 3.7): those whom the cluster's configuration lists now.
@Command(name = "list", description = "List the users of the cluster.")
final class UserListCommand implements Callable<Integer> {
    @Mixin private final FormatOption format = new FormatOption();
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    UserListCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        Profile profile = profiles.chosen();
        List<UserBody> users =
                management.call(profile, "list users", ManagementClient::listUsers).stream()
                        .filter(UserBody::active)
                        .toList();
        switch (format.format()) {
            case TABLE -> terminal.show(table(users));
            case JSON ->
                    JsonOutput.write(
                            terminal.out(),
                            json -> {
                                json.writeStartArray();
                                users.forEach(user -> write(json, profile, user));
                                json.writeEndArray();
                            });
        }
        return ExitCode.SUCCESS.number();
    }

    private static TextTable table(List<UserBody> users) {
        TextTable table =
                TextTable.of(
                        List.of(
                                Column.text("ID"),
                                Column.text("FIRST NAME"),
                                Column.text("LAST NAME"),
                                Column.text("EMAIL"),
                                Column.text("GROUPS")));
        for (UserBody user : users) {
            table.add(
                    user.id().toString(),
                    user.firstName(),
                    user.lastName(),
                    user.email(),
                    String.join(", ", user.userGroups()));
        }
        return table;
    }

    private static void write(JsonGenerator json, Profile profile, UserBody user) {
        json.writeStartObject();
        json.writeStringProperty("id", user.id().toString());
        JsonOutput.text(json, "account_id", profile.accountId());
        json.writeStringProperty("first_name", user.firstName());
        json.writeStringProperty("last_name", user.lastName());
        json.writeStringProperty("email", user.email());
        json.writeArrayPropertyStart("user_groups");
        user.userGroups().forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }
}
