// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Surroundings;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The desktop's own browser (admin.md 3.5, step 3). The address goes as one argument, never
/// through a shell; without a display nothing is started, lest a text browser take the terminal.
public final class SystemBrowser implements Browser {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final Surroundings around;
    private final Terminal terminal;

    /// @param around tells the system and whether it has a display
    /// @param terminal is told of a failure when somebody looks for a fault
    public SystemBrowser(Surroundings around, Terminal terminal) {
        this.around = around;
        this.terminal = terminal;
    }

    @Override
    public void open(URI page) {
        String scheme = page.getScheme();
        if (scheme == null || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
            return;
        }
        List<String> command = command(page.toASCIIString());
        if (command.isEmpty()) {
            return;
        }
        try {
            new ProcessBuilder(command)
                    .redirectInput(Redirect.PIPE)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .getOutputStream()
                    .close();
        } catch (IOException failure) {
            // The person reads the address, which stands on the terminal already.
            terminal.debug("no browser could be started: " + failure.getMessage());
        }
    }

    /// The words that start the browser; none where there is no display.
    List<String> command(String page) {
        return switch (around.system()) {
            case LINUX -> hasDisplay() ? List.of("xdg-open", page) : List.of();
            case MAC -> List.of("open", page);
            case WINDOWS -> List.of("rundll32", "url.dll,FileProtocolHandler", page);
        };
    }

    private boolean hasDisplay() {
        return around.variable("DISPLAY") != null || around.variable("WAYLAND_DISPLAY") != null;
    }
}
