// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Format;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.output.Visible;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.setup.Check;
import dev.sluice.influxctl.setup.Doctor;
import dev.sluice.model.ProblemException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.core.JsonGenerator;

/// `auth doctor`: what stands between this machine and a signed-in administrator, one line a check.
@Command(name = "doctor", description = "Find out why signing in does not work.")
final class AuthDoctorCommand implements Callable<Integer> {
    private static final String END = "\u001b[0m";

    @Mixin private final FormatOption format = new FormatOption();
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final Supplier<Doctor> doctors;

    /// @param doctors gives one that knows the global flags
    AuthDoctorCommand(Terminal terminal, ProfileSource profiles, Supplier<Doctor> doctors) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.doctors = doctors;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Check> checks = checks();
        if (format.format() == Format.JSON) {
            JsonOutput.write(terminal.out(), json -> write(json, checks));
        } else {
            checks.forEach(check -> terminal.out().println(line(check)));
        }
        boolean failed = checks.stream().anyMatch(check -> check.status() == Check.Status.FAILED);
        return (failed ? ExitCode.FAILURE : ExitCode.SUCCESS).number();
    }

    private List<Check> checks() throws InterruptedException {
        Profile profile;
        try {
            profile = profiles.chosen();
            return doctors.get().examine(profile);
        } catch (ProblemException e) {
            return List.of(Doctor.unreadable(e));
        }
    }

    private String line(Check check) {
        String status = check.status().word();
        String colour = terminal.screen().coloured() ? colour(check.status()) : null;
        return (colour == null ? status : colour + status + END)
                + " ".repeat(6 - status.length())
                + check.name()
                + " ".repeat(17 - check.name().length())
                + Visible.text(check.message())
                + (check.remedy().isEmpty() ? "" : "; " + Visible.text(check.remedy()));
    }

    private static @Nullable String colour(Check.Status status) {
        return switch (status) {
            case OK -> "\u001b[32m";
            case NOTE -> "\u001b[33m";
            case FAILED -> "\u001b[31m";
            case SKIPPED -> null;
        };
    }

    private static void write(JsonGenerator json, List<Check> checks) {
        json.writeStartArray();
        for (Check check : checks) {
            json.writeStartObject();
            json.writeStringProperty("check", check.name());
            json.writeStringProperty("status", check.status().word());
            json.writeStringProperty("message", check.message());
            if (!check.remedy().isEmpty()) {
                json.writeStringProperty("remedy", check.remedy());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
