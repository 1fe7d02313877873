// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.login.PaintedTerminal.Shades;
import dev.sluice.influxctl.output.Screen;
import dev.sluice.testkit.Golden;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class QrPictureTest {
    private static final String ADDRESS = "https://idp.example/device?user_code=AYFB-PZIO";

    @Test
    void drawsTheAddress() {
        Golden.check("qr.txt", picture(Screen.of(80, 40, false)));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void isReadBackAsTheAddress(String address) {
        List<String> lines =
                Objects.requireNonNull(QrPicture.of(address, Screen.of(200, 200, false)))
                        .lines()
                        .toList();

        assertThat(new PaintedTerminal(lines, Shades.LIGHT_ON_DARK).read()).isEqualTo(address);
        assertThat(new PaintedTerminal(lines, Shades.DARK_ON_LIGHT).read()).isEqualTo(address);
    }

    /// Every length has a size and a mask of its own.
    static Stream<String> addresses() {
        String random =
                "https://login.example/realms/sluice/device?user_code=AYFB-PZIO&state="
                        + "qZ8-vN2_kR5.tW1~xJ7%2FhG4%3AcM9".repeat(8);
        return Stream.concat(
                Stream.of(ADDRESS, "http://[::1]:8180/d", "HTTPS://IDP.EXAMPLE/DEVICE"),
                IntStream.rangeClosed(20, QrPicture.CHARACTERS_MAX)
                        .filter(length ->
                                length % 7 == 0
                                        || length == 218
                                        || length == QrPicture.CHARACTERS_MAX)
                        .mapToObj(length -> random.substring(0, length)));
    }

    @Test
    void anEmptyScreenIsNoAddress() {
        assertThat(new PaintedTerminal(List.of("   ", "   "), Shades.LIGHT_ON_DARK).read())
                .isNull();
    }

    @Test
    void saysItsColoursWhereThereAreAny() {
        assertThat(picture(Screen.of(80, 40, true)).lines())
                .allMatch(line -> line.startsWith("\u001b[40;97m") && line.endsWith("\u001b[0m"));
    }

    @Test
    void isLeftOutWhereItDoesNotFit() {
        int side = picture(Screen.of(80, 40, false)).indexOf('\n');
        int rows = (side + 1) / 2 + 10;

        assertThat(QrPicture.of(ADDRESS, Screen.of(side, rows, false))).isNotNull();
        assertThat(QrPicture.of(ADDRESS, Screen.of(side - 1, rows, false))).isNull();
        assertThat(QrPicture.of(ADDRESS, Screen.of(side, rows - 1, false))).isNull();
    }

    @Test
    void isLeftOutInAFile() {
        assertThat(QrPicture.of(ADDRESS, Screen.NONE)).isNull();
    }

    @Test
    void isLeftOutForAnAddressWithoutEnd() {
        assertThat(QrPicture.of("https://x/" + "y".repeat(300), Screen.of(900, 900, false)))
                .isNull();
    }

    private static String picture(Screen screen) {
        return Objects.requireNonNull(QrPicture.of(ADDRESS, screen));
    }
}
