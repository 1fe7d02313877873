// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.tokencache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.oidc.TokenSet;
import dev.sluice.testkit.Conforms;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The three shapes of a token on disk (admin.md 2.3).
final class TokenDocumentTest {
    private static final Instant ISSUED = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    @Conforms("A-68")
    void readsASerialisedToken() {
        TokenSet tokens =
                read(
                        """
                        {"access_token":"eyJ.a.b","token_type":"Bearer",
                         "expiry":"2035-01-01T01:00:00+01:00","x":[{"access_token":"no"}]}
                        """);

        assertThat(tokens)
                .isEqualTo(
                        new TokenSet(
                                Secret.of("eyJ.a.b"),
                                "Bearer",
                                null,
                                null,
                                Instant.parse("2035-01-01T00:00:00Z")));
    }

    @Test
    @Conforms("A-68")
    void readsTheAnswerOfATokenEndpoint() {
        assertThat(read("{\"access_token\":\"eyJ.a.b\",\"expires_in\":60}").expiry())
                .isEqualTo(ISSUED.plusSeconds(60));
    }

    @Test
    @Conforms("A-68")
    void readsABareToken() {
        assertThat(read("\n eyJ.a.b \n").accessToken()).isEqualTo(Secret.of("eyJ.a.b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"access_token\":\"eyJ.a.b\"}", "eyJ.a.b\r\n"})
    void readsWhatAnEditorPutAByteOrderMarkBefore(String text) {
        assertThat(read("\uFEFF" + text).accessToken()).isEqualTo(Secret.of("eyJ.a.b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                     | is empty",
                "' \n '                                 | is empty",
                "not a token                            | neither JSON nor a JWT",
                "eyJ.a                                  | neither JSON nor a JWT",
                "eyJ..b                                 | neither JSON nor a JWT",
                "eyJ.a+/.b=                             | neither JSON nor a JWT",
                "eyJ.a b.c                              | neither JSON nor a JWT",
                "eyJ.é.c                                | neither JSON nor a JWT",
                "Bearer eyJ.a.b                         | neither JSON nor a JWT",
                "'\uFEFF'                               | is empty",
                "{}                                     | has no access_token",
                "{\"access_token\":\" \"}               | has no access_token",
                "{\"access_token\":null}                | has no access_token",
                "{\"access_token\":\"a\"                | breaks off",
                "{\"access_token\":\"a\"} {}            | more than one",
                "{\"access_token\":\"a\",\"expiry\":\"soon\"} | not RFC 3339",
                "{\"access_token\":\"a\",\"expires_in\":\"x\"} | not a number of seconds",
            })
    void refusesAnythingElse(String text, String complaint) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> read(text))
                .withMessageContaining(complaint);
    }

    private static TokenSet read(String text) {
        return TokenDocument.read(text, ISSUED);
    }
}
