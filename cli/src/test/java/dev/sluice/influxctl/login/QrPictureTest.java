// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.output.Screen;
import dev.sluice.testkit.Golden;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class QrPictureTest {
    private static final String ADDRESS = "https://idp.example/device?user_code=AYFB-PZIO";

    @Test
    void drawsTheAddress() {
        Golden.check("qr.txt", picture(Screen.of(80, 40, false)));
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
