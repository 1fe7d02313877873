// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ManagementTokenCodecTest {
    private static final ClusterIds IDS = new ClusterIds(new UUID(1, 2), new UUID(3, 4));
    private static final Instant MADE = Instant.parse("2026-01-02T03:04:05.006Z");
    private static final ManagementTokenBody LIVE =
            new ManagementTokenBody(
                    new UUID(5, 6), "ci", "M.V1.+5Jk", MADE, null, null, new UUID(7, 8));
    private static final ManagementTokenBody ENDED =
            new ManagementTokenBody(
                    new UUID(5, 7),
                    "old",
                    "M.V1./5Jk",
                    MADE,
                    MADE.plusSeconds(60),
                    MADE.plusSeconds(30),
                    null);

    private static NewManagementToken readNew(String json) {
        return ManagementTokenCodec.readNew(json.getBytes(UTF_8));
    }

    @Test
    void writesTokenInUse() {
        assertThat(new String(ManagementTokenCodec.write(LIVE, null), UTF_8))
                .isEqualTo(
                        """
                        {"id":"00000000-0000-0005-0000-000000000006","description":"ci",\
                        "prefix":"M.V1.+5Jk","createdAt":"2026-01-02T03:04:05.006Z",\
                        "createdBy":"00000000-0000-0007-0000-000000000008"}\
                        """);
    }

    @Test
    void writesEndedTokenOfTheAdminToken() {
        assertThat(new String(ManagementTokenCodec.write(ENDED, null), UTF_8))
                .isEqualTo(
                        """
                        {"id":"00000000-0000-0005-0000-000000000007","description":"old",\
                        "prefix":"M.V1./5Jk","createdAt":"2026-01-02T03:04:05.006Z",\
                        "expiresAt":"2026-01-02T03:05:05.006Z",\
                        "revokedAt":"2026-01-02T03:04:35.006Z"}\
                        """);
    }

    @Test
    void addsIdsInTheAccountForm() {
        assertThat(new String(ManagementTokenCodec.writeList(List.of(LIVE), IDS), UTF_8))
                .startsWith(
                        """
                        [{"accountId":"00000000-0000-0001-0000-000000000002",\
                        "clusterId":"00000000-0000-0003-0000-000000000004","id":\
                        """);
    }

    @Test
    void showsTheTextOfNewTokenOnly() {
        CreatedManagementToken created =
                new CreatedManagementToken(LIVE, Secret.of("M.V1.+5Jk-secret"));

        assertThat(new String(ManagementTokenCodec.writeCreated(created, null), UTF_8))
                .endsWith(",\"token\":\"M.V1.+5Jk-secret\"}");
        assertThat(created.toString()).doesNotContain("-secret");
    }

    @Test
    void readsWhatItWrites() {
        CreatedManagementToken created = new CreatedManagementToken(LIVE, Secret.of("M.V1.x"));
        NewManagementToken request = new NewManagementToken("d", ENDED.expiresAt());

        assertThat(ManagementTokenCodec.read(ManagementTokenCodec.write(ENDED, IDS)))
                .isEqualTo(ENDED);
        assertThat(
                        ManagementTokenCodec.readList(
                                ManagementTokenCodec.writeList(List.of(LIVE, ENDED), IDS)))
                .containsExactly(LIVE, ENDED);
        assertThat(
                        ManagementTokenCodec.readCreated(
                                ManagementTokenCodec.writeCreated(created, null)))
                .isEqualTo(created);
        assertThat(ManagementTokenCodec.readNew(ManagementTokenCodec.writeNew(request)))
                .isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"description\":\"d\"}",
                "{\"description\":\"d\",\"expiresAt\":null,\"later\":[1]}"
            })
    void takesRequestsWithoutEnd(String json) {
        assertThat(readNew(json)).isEqualTo(new NewManagementToken("d", null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|description is required",
                "{\"description\":5}|description must be a string",
                "{\"description\":\"d\",\"expiresAt\":5}|expiresAt must be a string",
                "{\"description\":\"d\",\"expiresAt\":\"soon\"}"
                        + "|expiresAt \"soon\" is not an RFC 3339 time, such as"
                        + " 2030-01-31T12:00:00Z"
            })
    void refusesWrongRequest(String json, String message) {
        assertThatThrownBy(() -> readNew(json))
                .isInstanceOf(ProblemException.class)
                .hasMessage(message);
    }

    @Test
    void refusesAnswerWithWrongId() {
        byte[] body =
                new String(ManagementTokenCodec.write(LIVE, null), UTF_8)
                        .replace("00000000-0000-0007-0000-000000000008", "ada")
                        .getBytes(UTF_8);

        assertThatThrownBy(() -> ManagementTokenCodec.read(body))
                .isInstanceOf(ProblemException.class)
                .hasMessage("createdBy must be a UUID");
    }
}
