// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Action;
import dev.sluice.model.Permission;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies of tokens, byte for byte.
final class TokenCodecTest {
    private static final Permission WRITE = new Permission(Action.WRITE, "plant/7d");
    private static final Permission READ = new Permission(Action.READ, "*");
    private static final TokenBody LIVE =
            new TokenBody(
                    new UUID(0x1234, 0x5678),
                    "for tests",
                    List.of(WRITE, READ, WRITE),
                    Instant.parse("2023-12-21T17:32:28Z"),
                    null,
                    null);
    private static final TokenBody ENDED =
            new TokenBody(
                    new UUID(1, 1),
                    "",
                    List.of(),
                    Instant.parse("2023-12-21T17:32:28.007Z"),
                    Instant.parse("2030-01-01T00:00:00Z"),
                    Instant.parse("2024-01-01T00:00:00.1Z"));
    private static final ClusterIds IDS = new ClusterIds(new UUID(1, 2), new UUID(3, 4));

    private static NewToken readNew(String json) {
        return TokenCodec.readNew(json.getBytes(UTF_8));
    }

    @Test
    void writesToken() {
        assertThat(new String(TokenCodec.write(LIVE, null), UTF_8))
                .isEqualTo(
                        "{\"id\":\"00000000-0000-1234-0000-000000005678\","
                                + "\"description\":\"for tests\",\"permissions\":["
                                + "{\"action\":\"write\",\"resource\":\"plant/7d\"},"
                                + "{\"action\":\"read\",\"resource\":\"*\"},"
                                + "{\"action\":\"write\",\"resource\":\"plant/7d\"}],"
                                + "\"createdAt\":\"2023-12-21T17:32:28.000Z\"}");
    }

    @Test
    void writesEndOfToken() {
        assertThat(new String(TokenCodec.write(ENDED, null), UTF_8))
                .isEqualTo(
                        "{\"id\":\"00000000-0000-0001-0000-000000000001\","
                                + "\"description\":\"\",\"permissions\":[],"
                                + "\"createdAt\":\"2023-12-21T17:32:28.007Z\","
                                + "\"expiresAt\":\"2030-01-01T00:00:00.000Z\","
                                + "\"revokedAt\":\"2024-01-01T00:00:00.100Z\"}");
    }

    @Test
    void writesAccountFormFirst() {
        assertThat(new String(TokenCodec.write(LIVE, IDS), UTF_8))
                .startsWith(
                        "{\"accountId\":\"00000000-0000-0001-0000-000000000002\","
                                + "\"clusterId\":\"00000000-0000-0003-0000-000000000004\","
                                + "\"id\":");
    }

    @Test
    @Conforms("A-161")
    void showsTheTextOfNewTokenOnly() {
        CreatedToken created = new CreatedToken(LIVE, Secret.of("apiv1_x"));

        assertThat(new String(TokenCodec.writeCreated(created, null), UTF_8))
                .endsWith(",\"accessToken\":\"apiv1_x\"}");
        assertThat(created.toString()).doesNotContain("apiv1_x");
    }

    @Test
    void readsWhatItWrites() {
        CreatedToken created = new CreatedToken(LIVE, Secret.of("apiv1_x"));
        NewToken request = new NewToken("d", List.of(READ, WRITE), ENDED.expiresAt());

        assertThat(TokenCodec.read(TokenCodec.write(ENDED, IDS))).isEqualTo(ENDED);
        assertThat(TokenCodec.readList(TokenCodec.writeList(List.of(LIVE, ENDED), IDS)))
                .containsExactly(LIVE, ENDED);
        assertThat(TokenCodec.readCreated(TokenCodec.writeCreated(created, null)))
                .isEqualTo(created);
        assertThat(TokenCodec.readNew(TokenCodec.writeNew(request))).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"description\":\"d\"}",
                "{\"description\":\"d\",\"permissions\":null,\"expiresAt\":null}",
                "{\"description\":\"d\",\"permissions\":[]}"
            })
    @Conforms("A-158")
    void takesAbsentNullAndEmptyPermissionsAlike(String json) {
        assertThat(readNew(json)).isEqualTo(new NewToken("d", List.of(), null));
    }

    @ParameterizedTest
    @CsvSource({
        "2030-01-31T12:00:00Z, 2030-01-31T12:00:00Z",
        "2030-01-31t12:00:00.5z, 2030-01-31T12:00:00.500Z",
        "2030-01-31T12:00:00.123456789Z, 2030-01-31T12:00:00.123456789Z",
        "2030-01-31T12:00:00+05:30, 2030-01-31T06:30:00Z",
        "2030-01-31T12:00:00-00:00, 2030-01-31T12:00:00Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z"
    })
    void readsRfc3339(String text, Instant expected) {
        assertThat(readNew("{\"description\":\"d\",\"expiresAt\":\"" + text + "\"}").expiresAt())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tomorrow",
                "2030-01-31",
                "2030-01-31T12:00Z",
                "2030-01-31T12:00:00",
                "2030-01-31T12:00:00+0530",
                "2030-02-30T12:00:00Z",
                "2030-01-31T25:00:00Z",
                "2030-01-31 12:00:00Z",
                "+12030-01-31T12:00:00Z",
                "9999-12-31T23:00:00-01:00"
            })
    void refusesOtherTimes(String text) {
        assertThatThrownBy(() -> readNew("{\"description\":\"d\",\"expiresAt\":\"" + text + "\"}"))
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "expiresAt \""
                                + text
                                + "\" is not an RFC 3339 time, such as 2030-01-31T12:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|permissions[1] must have action and resource",
                "{\"action\":\"read\"}|permissions[1] must have action and resource",
                "{\"resource\":\"a\"}|permissions[1] must have action and resource",
                "\"read\"|permissions[1] must be an object with action and resource",
                "{\"action\":\"delete\",\"resource\":\"a\"}"
                        + "|permissions[1].action \"delete\" is neither read nor write",
                "{\"action\":\"READ\",\"resource\":\"a\"}"
                        + "|permissions[1].action \"READ\" is neither read nor write",
                "{\"action\":\"read\",\"resource\":\"a b\"}"
                        + "|permissions[1].resource is neither a database name nor *: database"
                        + " name \"a b\" contains invalid character at position 1",
                "{\"action\":\"read\",\"resource\":\"\"}"
                        + "|permissions[1].resource is neither a database name nor *: database"
                        + " name \"\" length must be between 1 and 64 characters"
            })
    void refusesWrongPermission(String permission, String message) {
        String json =
                "{\"description\":\"d\",\"permissions\":["
                        + "{\"action\":\"read\",\"resource\":\"*\"},"
                        + permission
                        + "]}";

        assertThatThrownBy(() -> readNew(json))
                .isInstanceOf(ProblemException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|description is required",
                "{\"description\":5}|description must be a string",
                "{\"description\":\"d\",\"permissions\":{}}|permissions must be an array",
                "{\"description\":\"d\",\"expiresAt\":5}|expiresAt must be a string"
            })
    void refusesWrongBody(String json, String message) {
        assertThatThrownBy(() -> readNew(json))
                .isInstanceOf(ProblemException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\n\"description\":\"d\",}",
                "{\n\"description\":\"d\"}{}",
                "{\n\"description\":NaN}",
                "{\n\"description\":\"d\",\"description\":\"e\"}"
            })
    void tellsWhereJsonIsBroken(String json) {
        assertThatThrownBy(() -> readNew(json))
                .isInstanceOf(ProblemException.class)
                .message()
                .matches("the body cannot be read as JSON at line 2, column [0-9]+");
    }

    @Test
    void refusesJsonThatIsTooMuch() {
        assertThatThrownBy(() -> readNew("[".repeat(1000)))
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "the body is nested too deep, or has a name or a number that is too long");
    }
}
