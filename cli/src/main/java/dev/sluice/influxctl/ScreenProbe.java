// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import dev.sluice.influxctl.output.Screen;
import dev.sluice.influxctl.output.Screen.Size;
import dev.sluice.influxctl.profile.Surroundings;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds out whether the streams are terminals and how large these are, without native code.
final class ScreenProbe {
    private static final Pattern DEVICE = Pattern.compile("/dev/(?:pts/.+|tty.*|console)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");
    private static final int COLUMNS_MIN = 20;
    private static final int COLUMNS_MAX = 1000;
    private static final int ANSWER_BYTES_MAX = 64;
    private static final long WAIT_MILLIS = 500;

    private ScreenProbe() {}

    /// Looks at the streams of this process.
    static Screen probe(Surroundings around) {
        boolean colours =
                around.variable("NO_COLOR") == null && !"dumb".equals(around.variable("TERM"));
        return new Screen(
                isTerminal(0),
                isTerminal(1),
                isTerminal(2),
                colours,
                () -> size(around.variable("COLUMNS"), answer()));
    }

    /// Where the system shows its descriptors as files, each is looked at; elsewhere the JDK says
    /// of input and output together whether they are a terminal.
    private static boolean isTerminal(int descriptor) {
        try {
            Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return DEVICE.matcher(target.toString()).matches();
        } catch (IOException | UnsupportedOperationException _) {
            return Objects.requireNonNull(System.console()).isTerminal();
        }
    }

    /// What `stty` says; the variable wins for the width, and a terminal that does not know its
    /// size says zero.
    ///
    /// @param columns the variable `COLUMNS`, null when it is not set
    /// @param answer rows and columns as `stty size` prints them; anything else for none
    static Size size(@Nullable String columns, String answer) {
        Matcher matcher = SIZE.matcher(answer);
        boolean known = matcher.matches();
        int rows = known ? Integer.parseInt(matcher.group(1)) : 0;
        int width = known ? Integer.parseInt(matcher.group(2)) : 0;
        if (columns != null && columns.matches("\\d{1,5}")) {
            width = Integer.parseInt(columns);
        }
        return new Size(
                width == 0 ? Size.DEFAULT.columns() : Math.clamp(width, COLUMNS_MIN, COLUMNS_MAX),
                rows == 0 ? Size.DEFAULT.rows() : rows);
    }

    private static String answer() {
        try {
            Process process =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(Redirect.from(new File("/dev/tty")))
                            .redirectError(Redirect.DISCARD)
                            .start();
            byte[] answer = process.getInputStream().readNBytes(ANSWER_BYTES_MAX);
            if (!process.waitFor(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            return new String(answer, StandardCharsets.US_ASCII);
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
