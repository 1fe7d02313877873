// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Permission;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may know of which databases: data.md 3.7.
final class ListedDatabasesTest {
    @TempDir private Path directory;
    private Gate gate;

    @BeforeEach
    void open() throws IOException {
        gate = Gate.in(directory);
        for (String name : List.of("plant", "plant/week", "office")) {
            gate.catalog
                    .commit(new CatalogChange.CreateDatabase(new DatabaseName(name), 0, 500, 200))
                    .require();
        }
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private Decision<Grant.ForListing> listing(String token) {
        return gate.keeper().listing(Gate.bearer(token), Gate.ORIGIN);
    }

    private List<String> names(String token) {
        return listing(token) instanceof Decision.Allowed<Grant.ForListing>(Grant.ForListing grant)
                ? grant.databases().stream().map(DatabaseName::value).toList()
                : List.of("refused");
    }

    @Test
    @Conforms("D-102")
    void aTokenSeesWhatItMayReadAndIsThere() {
        gate.token(
                "apiv1_a",
                null,
                new Permission(Action.READ, "plant"),
                new Permission(Action.READ, "nowhere"),
                new Permission(Action.WRITE, "office"));
        gate.token("apiv1_all", null, new Permission(Action.READ, "*"));
        gate.token("apiv1_writer", null, new Permission(Action.WRITE, "*"));

        assertThat(names("apiv1_a")).containsExactly("plant");
        assertThat(names("apiv1_all")).containsExactly("office", "plant", "plant/week");
        assertThat(names("apiv1_writer")).isEmpty();
    }

    @Test
    void theAdminTokenSeesAllWhereItMayReadAndIsAudited() throws IOException {
        String admin = gate.adminToken();

        assertThat(names(admin)).containsExactly("office", "plant", "plant/week");

        gate.assertAudited(admin, "\"read\"", "\"databases\"", "\"allowed\"");
        assertThat(gate.keeper(false).listing(Gate.bearer(admin), Gate.ORIGIN))
                .isEqualTo(new Decision.Forbidden<>("admin_token_data_access_off"));
    }

    @Test
    void whoIsNobodySeesNothing() {
        assertThat(listing("apiv1_b")).isEqualTo(new Decision.Forbidden<>("unknown_token"));
        assertThat(gate.keeper().listing(new Credential.Absent("missing"), Gate.ORIGIN))
                .isEqualTo(new Decision.Unauthenticated<>("missing", false));
    }
}
