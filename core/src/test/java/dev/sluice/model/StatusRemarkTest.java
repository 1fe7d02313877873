// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatusRemarkTest {
    private static final URI ASKED = URI.create("http://db.example:8086/api/v2/write?bucket=b");

    @ParameterizedTest
    @CsvSource({
        "https://db.example/api/v2/write,     https://db.example/api/v2/write",
        "https://db.example,                  https://db.example",
        "//other.example:1/p,                 http://other.example:1/p",
        "/login?token=secret#secret,          http://db.example:8086/login",
        "login,                               http://db.example:8086/api/v2/login",
        "https://ada:secret@db.example/p,     https://db.example/p",
        "https://[::1]:8086/p,                https://[::1]:8086/p",
        "https://db.example/\u202ep,          https://db.example/%E2%80%AEp",
        "mailto:ada@db.example,               what is no address of the web",
        "https://db.example/a b secret,       what is no address",
    })
    void saysWhereToWithoutWhatCanBeSecret(String location, String shown) {
        assertThat(StatusRemark.of(302, ASKED, Optional.of(location)))
                .isEqualTo(" (redirect to " + shown + ")");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void knowsEveryRedirect(int status) {
        assertThat(StatusRemark.of(status, ASKED, Optional.of("/p"))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 300, 304, 404, 502})
    void saysNothingOfOtherAnswers(int status) {
        assertThat(StatusRemark.of(status, ASKED, Optional.of("/p"))).isEmpty();
    }

    @Test
    void saysWhatAProxyWants() {
        assertThat(StatusRemark.of(407, ASKED, Optional.empty()))
                .startsWith(" (the proxy wants a user and a password")
                .contains("HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT");
    }

    @Test
    void saysNothingWithoutAnAddress() {
        assertThat(StatusRemark.of(302, ASKED, Optional.empty())).isEmpty();
    }

    @Test
    void cutsALongAddress() {
        assertThat(StatusRemark.of(302, ASKED, Optional.of("/" + "p".repeat(5_000))))
                .hasSizeLessThan(250)
                .endsWith("...)");
    }
}
