// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UserCodecTest {
    private static final ClusterIds IDS = new ClusterIds(new UUID(1, 2), new UUID(3, 4));
    private static final UserBody ADA =
            new UserBody(
                    new UUID(5, 6),
                    "auth0|65f1",
                    "Ada",
                    "Lovelace",
                    "ada",
                    List.of("Admin", "Auditor"),
                    true);
    private static final WhoAmIBody HERSELF =
            new WhoAmIBody("oidc", "auth0|65f1", new UUID(5, 6), List.of("Admin"));
    private static final WhoAmIBody MACHINE =
            new WhoAmIBody(
                    "management_token", "00000000-0000-0000-0000-000000000001", null, List.of());

    @Test
    void writesUsers() {
        assertThat(new String(UserCodec.writeList(List.of(ADA), null), UTF_8))
                .isEqualTo(
                        """
                        [{"id":"00000000-0000-0005-0000-000000000006",\
                        "externalId":"auth0|65f1","firstName":"Ada","lastName":"Lovelace",\
                        "email":"ada","userGroups":["Admin","Auditor"],"active":true}]\
                        """);
    }

    @Test
    void writesWhoCalls() {
        assertThat(new String(UserCodec.writeWhoAmI(HERSELF, null), UTF_8))
                .isEqualTo(
                        """
                        {"kind":"oidc","subject":"auth0|65f1",\
                        "userId":"00000000-0000-0005-0000-000000000006",\
                        "userGroups":["Admin"]}\
                        """);
        assertThat(new String(UserCodec.writeWhoAmI(MACHINE, null), UTF_8))
                .isEqualTo(
                        """
                        {"kind":"management_token",\
                        "subject":"00000000-0000-0000-0000-000000000001","userGroups":[]}\
                        """);
    }

    @Test
    void addsIdsInTheAccountForm() {
        String ids =
                """
                "accountId":"00000000-0000-0001-0000-000000000002",\
                "clusterId":"00000000-0000-0003-0000-000000000004",\
                """;

        assertThat(new String(UserCodec.writeList(List.of(ADA), IDS), UTF_8))
                .startsWith("[{" + ids + "\"id\"");
        assertThat(new String(UserCodec.writeWhoAmI(HERSELF, IDS), UTF_8))
                .startsWith("{" + ids + "\"kind\"");
    }

    @Test
    void readsWhatItWrites() {
        assertThat(UserCodec.readList(UserCodec.writeList(List.of(ADA), IDS))).containsExactly(ADA);
        assertThat(UserCodec.readWhoAmI(UserCodec.writeWhoAmI(HERSELF, IDS))).isEqualTo(HERSELF);
        assertThat(UserCodec.readWhoAmI(UserCodec.writeWhoAmI(MACHINE, null))).isEqualTo(MACHINE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"active\":true|\"active\":\"yes\"|active must be true or false",
                "\"active\":true|\"more\":true|active must be true or false",
                "[\"Admin\",\"Auditor\"]|\"Admin\"|userGroups must be an array of strings",
                "[\"Admin\",\"Auditor\"]|[1]|userGroups must be an array of strings",
                "00000000-0000-0005-0000-000000000006|u-1|id must be a UUID"
            })
    void refusesWrongUser(String right, String wrong, String message) {
        byte[] body =
                new String(UserCodec.writeList(List.of(ADA), null), UTF_8)
                        .replace(right, wrong)
                        .getBytes(UTF_8);

        assertThatThrownBy(() -> UserCodec.readList(body))
                .isInstanceOf(ProblemException.class)
                .hasMessage(message);
    }
}
