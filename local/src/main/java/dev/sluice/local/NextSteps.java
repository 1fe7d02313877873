// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.local.keycloak.Person;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a person reads after `up`: where things are and what to type next.
///
/// @param programs what they can type
/// @param layout what is up
record NextSteps(Programs programs, Layout layout) {

    /// The text for an installation that came up just now, or was up already.
    String after(Up.Result up) {
        var text = new StringBuilder();
        text.append(
                """
                Sluice is up at %s, its data is in %s.
                """
                        .formatted(
                                ServerProcess.baseUri(up.installation().port()),
                                shown(layout.data())));
        if (up.person() != null) {
            text.append(signIn(up.person(), up.fresh()));
        }
        return text.append(commands(up.person())).toString();
    }

    /// The password is shown once; later only where it is kept.
    private String signIn(Person person, boolean fresh) {
        Path file = layout.personPasswordFile();
        return fresh
                ? """

                Sign in as  %s
                password    %s   (kept in %s)
                """
                        .formatted(person.username(), person.password().reveal(), shown(file))
                : """

                Sign in as  %s, with the password kept in %s.
                """
                        .formatted(person.username(), shown(file));
    }

    private String commands(@Nullable Person person) {
        String influxctl = influxctl();
        return """

        Type next:
          %1$s token list%2$s
          %1$s token create --read-database %3$s "my first token"
          %1$s query --database %3$s --token TOKEN "SELECT * FROM home LIMIT 5"
        """
                .formatted(
                        influxctl,
                        person == null
                                ? ""
                                : "      (opens the sign-in page, then lists no tokens)",
                        SampleData.DATABASE);
    }

    /// The command with what it needs to find the profile: nothing, in the checkout's own place.
    private String influxctl() {
        String command = isHere() ? "./influxctl" : programs.influxctl().toString();
        return layout.equals(Layout.of(programs))
                ? command
                : command + " --config " + shown(layout.profileFile());
    }

    private boolean isHere() {
        return here().equals(programs.checkout());
    }

    private static Path here() {
        return Path.of("").toAbsolutePath();
    }

    private static Path shown(Path path) {
        return path.startsWith(here()) ? here().relativize(path) : path;
    }
}
