// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.OperatingSystem;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.testkit.Conforms;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How the desktop's browser is started (admin.md 3.5, step 3).
final class SystemBrowserTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal =
            new Terminal(
                    InputStream.nullInputStream(),
                    new PrintStream(OutputStream.nullOutputStream(), true, UTF_8),
                    new PrintStream(err, true, UTF_8));

    private static final String PAGE = "https://idp/device?user_code=A&x='; rm -rf ~";

    @Test
    void startsTheDesktopsBrowser() {
        assertThat(browser(OperatingSystem.LINUX, Map.of("DISPLAY", ":0")).command(PAGE))
                .containsExactly("xdg-open", PAGE);
    }

    @Test
    void startsItOnWaylandToo() {
        assertThat(
                        browser(OperatingSystem.LINUX, Map.of("WAYLAND_DISPLAY", "wayland-0"))
                                .command(PAGE))
                .containsExactly("xdg-open", PAGE);
    }

    @Test
    void startsNothingWithoutADisplay() {
        assertThat(browser(OperatingSystem.LINUX, Map.of()).command(PAGE)).isEmpty();
    }

    @Test
    void startsTheBrowserOfMac() {
        assertThat(browser(OperatingSystem.MAC, Map.of()).command(PAGE))
                .containsExactly("open", PAGE);
    }

    @Test
    void startsTheBrowserOfWindowsWithoutAShell() {
        assertThat(browser(OperatingSystem.WINDOWS, Map.of()).command(PAGE))
                .containsExactly("rundll32", "url.dll,FileProtocolHandler", PAGE);
    }

    @Test
    @Conforms("A-106")
    void neverFailsForWantOfABrowser() {
        SystemBrowser windows = browser(OperatingSystem.WINDOWS, Map.of());

        assertThatCode(() -> windows.open(URI.create("https://idp/device")))
                .doesNotThrowAnyException();
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void saysThatThereIsNoneToWhoeverLooksForAFault() {
        SystemBrowser windows = browser(OperatingSystem.WINDOWS, Map.of());
        terminal.verbosity().choose(true, false);

        windows.open(URI.create("https://idp/device"));

        assertThat(err.toString(UTF_8)).startsWith("debug\tno browser could be started: ");
    }

    private SystemBrowser browser(OperatingSystem system, Map<String, String> environment) {
        return new SystemBrowser(new Surroundings(environment, Path.of("/home"), system), terminal);
    }
}
