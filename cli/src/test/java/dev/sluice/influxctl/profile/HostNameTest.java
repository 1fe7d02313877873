// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which names of hosts are taken.
final class HostNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "cluster-host.com",
                "cluster-host.com.",
                "1host",
                "xn--mnchen-3ya.invalid",
                "192.0.2.7",
                "::1",
                "[::1]",
                "fe80::1%eth0",
            })
    void takes(String text) {
        assertThat(HostName.of(text)).isEqualTo(new HostName(text, null));
    }

    @ParameterizedTest
    @CsvSource({
        "münchen.invalid, xn--mnchen-3ya.invalid",
        "MÜNCHEN.invalid, xn--mnchen-3ya.invalid",
        "日本, xn--wgv71a",
    })
    void turnsOtherLettersIntoAscii(String text, String ascii) {
        assertThat(HostName.of(text)).isEqualTo(new HostName(ascii, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"my_host", "m_ü", "a_b.example.com"})
    void saysThatAnUnderscoreIsInTheWay(String text) {
        assertThat(HostName.of(text).trouble()).startsWith("has an underscore");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a..b",
                "ü..b",
                "-x",
                "x-",
                "x;y",
                "a b",
                "a@b",
                "h:1",
                "h.1a",
                "1.2.3",
                "a?b",
                "a#b",
                "straße.de",
            })
    void refusesWhatIsNoName(String text) {
        HostName name = HostName.of(text);

        assertThat(name.trouble()).startsWith("is no host name");
        assertThat(name.ascii()).isEqualTo(text);
    }
}
