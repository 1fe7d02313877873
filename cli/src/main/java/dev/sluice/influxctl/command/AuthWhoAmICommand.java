// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.ManagementClient;
import dev.sluice.api.WhoAmIBody;
import dev.sluice.influxctl.login.Login;
import dev.sluice.influxctl.login.PresentedCredential;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.MomentText;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.output.TextTable;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.setup.ClusterSettings;
import dev.sluice.influxctl.setup.ProviderKind;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.oidc.ClaimedIdentity;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.core.JsonGenerator;

/// `auth whoami`: who is signed in, by which identifier the cluster wants that person listed, and
/// whether it takes it. Signs in first if nobody is.
@Command(name = "whoami", description = "Show who is signed in, and whether the cluster agrees.")
final class AuthWhoAmICommand implements Callable<Integer> {
    @Mixin private final FormatOption format = new FormatOption();
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final Login login;
    private final ManagementCalls management;

    AuthWhoAmICommand(
            Terminal terminal, ProfileSource profiles, Login login, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.login = login;
        this.management = management;
    }

    /// What is known of the person or the token.
    ///
    /// @param kind of provider; null for a token that no provider issued
    /// @param claimed by the token itself
    /// @param caller as the cluster sees it; null when it refused
    /// @param refusal why; null when it did not
    private record Known(
            @Nullable ProviderKind kind,
            @Nullable ClaimedIdentity claimed,
            @Nullable WhoAmIBody caller,
            @Nullable Problem refusal) {

        @Nullable String userId() {
            if (kind != null && claimed != null) {
                return kind.userId(claimed);
            }
            return caller == null ? null : caller.subject();
        }

        /// A cluster that was not reached has said nothing.
        String accepted() {
            if (refusal == null) {
                return "yes";
            }
            return switch (refusal.kind()) {
                case UNAUTHENTICATED, FORBIDDEN -> "no";
                case INVALID,
                        NOT_FOUND,
                        CONFLICT,
                        TOO_LARGE,
                        BUSY,
                        UNAVAILABLE,
                        OUTCOME_UNKNOWN,
                        INTERNAL ->
                        "unknown";
            };
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        Profile profile = profiles.chosen();
        Known known = ask(profile, login.credential(profile));
        switch (format.format()) {
            case TABLE -> terminal.show(table(known));
            case JSON -> JsonOutput.write(terminal.out(), json -> write(json, known));
        }
        terminal.out().flush();
        if (known.refusal() == null) {
            return ExitCode.SUCCESS.number();
        }
        explain(known, known.refusal());
        return ExitCode.FAILURE.number();
    }

    private Known ask(Profile profile, PresentedCredential credential) throws InterruptedException {
        try {
            WhoAmIBody caller =
                    management.call(
                            profile, "show who you are", credential, ManagementClient::whoAmI);
            // A token that the cluster refused has been replaced by now.
            return known(profile, login.credential(profile), caller, null);
        } catch (ProblemException e) {
            return known(profile, credential, null, e.problem());
        }
    }

    private static Known known(
            Profile profile,
            PresentedCredential credential,
            @Nullable WhoAmIBody caller,
            @Nullable Problem refusal) {
        boolean issued = !(credential instanceof PresentedCredential.Fixed);
        return new Known(
                issued && profile.oauth2() != null
                        ? ProviderKind.of(profile.oauth2().tokenUrl())
                        : null,
                ClaimedIdentity.find(credential.token()),
                caller,
                refusal);
    }

    private void explain(Known known, Problem refusal) {
        terminal.error(refusal.message());
        String userId = known.userId();
        if (refusal.kind() == Problem.Kind.FORBIDDEN && userId != null && known.claimed() != null) {
            terminal.say("To be listed, add to admin.users of the cluster:");
            ClusterSettings.User.of(userId, known.claimed())
                    .yaml("  ")
                    .lines()
                    .forEach(terminal::say);
        }
    }

    private static TextTable table(Known known) {
        ClaimedIdentity claimed = known.claimed();
        WhoAmIBody caller = known.caller();
        TextTable table = TextTable.vertical();
        table.add("provider", known.kind() == null ? "" : known.kind().settingName());
        table.add("issuer", claimed == null ? "" : blank(claimed.issuer()));
        table.add("user id", blank(known.userId()));
        table.add("name", claimed == null ? "" : blank(claimed.name()));
        table.add("email", claimed == null ? "" : blank(claimed.email()));
        table.add("expires at", claimed == null ? "" : MomentText.cell(claimed.expiresAt()));
        table.add("accepted", known.accepted());
        table.add("credential", caller == null ? "" : caller.kind());
        table.add("groups", caller == null ? "" : String.join(", ", caller.userGroups()));
        return table;
    }

    private static void write(JsonGenerator json, Known known) {
        ClaimedIdentity claimed = known.claimed();
        WhoAmIBody caller = known.caller();
        json.writeStartObject();
        if (known.kind() != null) {
            json.writeStringProperty("provider", known.kind().settingName());
        }
        if (claimed != null) {
            JsonOutput.text(json, "issuer", claimed.issuer());
        }
        JsonOutput.text(json, "user_id", known.userId());
        if (claimed != null) {
            JsonOutput.text(json, "name", claimed.name());
            JsonOutput.text(json, "email", claimed.email());
            JsonOutput.moment(json, "expires_at", claimed.expiresAt());
        }
        json.writeStringProperty("accepted", known.accepted());
        if (caller != null) {
            json.writeStringProperty("credential", caller.kind());
            json.writeArrayPropertyStart("user_groups");
            caller.userGroups().forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static String blank(@Nullable String text) {
        return text == null ? "" : text;
    }
}
