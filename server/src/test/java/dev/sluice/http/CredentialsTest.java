// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.auth.Credential;
import dev.sluice.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialsTest {
    private static final Credential TOKEN = new Credential.Bearer(Secret.of("apiv1_t"));
    private static final Credential MISSING = new Credential.Absent("missing");
    private static final Credential MALFORMED = new Credential.Absent("malformed_header");

    @ParameterizedTest
    @ValueSource(strings = {"Bearer apiv1_t", "Token apiv1_t", "bearer apiv1_t", "TOKEN apiv1_t"})
    void dataTakesBearerAndTokenInAnyCase(String field) {
        assertThat(Credentials.ofData(List.of(field))).isEqualTo(TOKEN);
    }

    @Test
    void dataTakesThePasswordOfBasic() {
        assertThat(Credentials.ofData(List.of("Basic " + base64("any:apiv1_t")))).isEqualTo(TOKEN);
    }

    @Test
    void thePasswordBeginsAfterTheFirstColon() {
        assertThat(Credentials.ofData(List.of("Basic " + base64("any:a:b"))))
                .isEqualTo(new Credential.Bearer(Secret.of("a:b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer  apiv1_t",
                "Token a b",
                "Digest apiv1_t",
                "apiv1_t",
                "Basic",
                "Basic !!!",
                "Basic bm9jb2xvbg==",
                "Basic dXNlcjo=",
                "Basic /zp4",
            })
    void dataRefusesWhatItCannotRead(String field) {
        assertThat(Credentials.ofData(List.of(field))).isEqualTo(MALFORMED);
    }

    @Test
    void dataWithoutTheFieldIsMissing() {
        assertThat(Credentials.ofData(List.of())).isEqualTo(MISSING);
    }

    @Test
    void twoFieldsAreMalformedEverywhere() {
        List<String> two = List.of("Bearer apiv1_t", "Bearer apiv1_t");

        assertThat(Credentials.ofData(two)).isEqualTo(MALFORMED);
        assertThat(Credentials.ofManagement(two)).isEqualTo(MALFORMED);
    }

    @Test
    void theParameterCountsWhereThereIsNoField() {
        assertThat(Credentials.ofData(List.of(), "apiv1_t")).isEqualTo(TOKEN);
    }

    @Test
    void theFieldComesBeforeTheParameter() {
        assertThat(Credentials.ofData(List.of("Token apiv1_t"), "other")).isEqualTo(TOKEN);
        assertThat(Credentials.ofData(List.of("garbage"), "other")).isEqualTo(MALFORMED);
    }

    @Test
    void anEmptyParameterIsMalformed() {
        assertThat(Credentials.ofData(List.of(), "")).isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer apiv1_t", "bearer apiv1_t", "BEARER   apiv1_t"})
    void managementTakesBearerInAnyCaseAndSpacesAfterIt(String field) {
        assertThat(Credentials.ofManagement(List.of(field))).isEqualTo(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Token apiv1_t", "Basic eDphcGl2MV90", "Bearer", "Bearer ", "x"})
    void managementRefusesEveryOtherScheme(String field) {
        assertThat(Credentials.ofManagement(List.of(field))).isEqualTo(MALFORMED);
    }

    private static String base64(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
