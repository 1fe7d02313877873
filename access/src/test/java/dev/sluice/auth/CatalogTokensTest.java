// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CatalogView;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Permission;
import dev.sluice.model.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens that another process has made or changed since this one looked.
final class CatalogTokensTest {
    private static final String TOKEN = "apiv1_good";
    private static final String MANAGEMENT_TOKEN = "M.V1.+5Jkgood";

    @TempDir private Path directory;
    private Gate gate;
    private View view;
    private Gatekeeper keeper;

    /// What was known when it was made; counts who asks for more.
    private final class View implements CatalogView {
        private final CatalogSnapshot known = gate.catalog.snapshot();
        private int looks;
        private boolean away;

        @Override
        public CatalogSnapshot snapshot() {
            return known;
        }

        @Override
        public CatalogSnapshot newest() {
            looks++;
            if (away) {
                throw Problem.unavailable("catalog_unavailable", "at db.example:5432: broken")
                        .asException();
            }
            return gate.catalog.snapshot();
        }
    }

    @BeforeEach
    void open() throws IOException {
        gate = Gate.in(directory);
        look();
    }

    private void look() {
        view = new View();
        keeper = gate.keeper(view);
    }

    @AfterEach
    void close() {
        gate.close();
    }

    private Decision<Grant.ForDatabase> write() {
        return keeper.database(
                Gate.bearer(TOKEN), Action.WRITE, new DatabaseName("home"), Gate.ORIGIN);
    }

    private Decision<Grant.ForAdministration> administer() {
        return keeper.administration(
                Gate.bearer(MANAGEMENT_TOKEN), Operation.LIST_TOKENS, Gate.ORIGIN);
    }

    @Test
    void areGoodAtOnce() {
        assertThat(write()).isEqualTo(new Decision.Forbidden<>("unknown_token"));
        assertThat(administer()).isEqualTo(new Decision.Unauthenticated<>("unknown_token", true));
        assertThat(view.looks).isEqualTo(2);

        gate.token(TOKEN, null, new Permission(Action.WRITE, "home"));
        gate.managementToken(MANAGEMENT_TOKEN, null);
        assertThat(write()).isInstanceOf(Decision.Allowed.class);
        assertThat(administer()).isInstanceOf(Decision.Allowed.class);
        assertThat(view.looks).isEqualTo(4);
    }

    @Test
    void whoIsKnownCostsNoLook() {
        UUID id = gate.token(TOKEN, null, new Permission(Action.WRITE, "home"));
        gate.managementToken(MANAGEMENT_TOKEN, null);
        look();
        assertThat(write()).isInstanceOf(Decision.Allowed.class);
        assertThat(administer()).isInstanceOf(Decision.Allowed.class);

        gate.catalog.commit(new CatalogChange.RevokeToken(id, gate.clock.instant())).require();
        look();
        assertThat(write()).isEqualTo(new Decision.Forbidden<>("revoked"));
        assertThat(view.looks).isZero();
    }

    @Test
    void haveRightsThatWereJustGiven() {
        UUID id = gate.token(TOKEN, null, new Permission(Action.READ, "home"));
        look();
        assertThat(write()).isEqualTo(new Decision.Forbidden<>("no_permission"));

        gate.catalog
                .commit(
                        new CatalogChange.UpdateToken(
                                id,
                                null,
                                List.of(new Permission(Action.WRITE, "home")),
                                gate.clock.instant()))
                .require();
        assertThat(write()).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void areNeitherTakenNorRefusedWhileNobodyCanSayAndGuessesCount() throws IOException {
        view.away = true;

        assertThat(write())
                .isInstanceOfSatisfying(
                        Decision.Unavailable.class,
                        refused -> {
                            assertThat(refused.reason()).isEqualTo("catalog_unavailable");
                            assertThat(refused.message())
                                    .isEqualTo(
                                            "the catalog cannot be asked whether it knows this"
                                                    + " token");
                        });
        assertThat(administer()).isInstanceOf(Decision.Unavailable.class);
        gate.assertAudited(
                MANAGEMENT_TOKEN,
                "\"credentialKind\":\"management_token\"",
                "\"outcome\":\"unavailable\",\"reason\":\"catalog_unavailable\"");
        assertThat(administer()).isInstanceOf(Decision.Unavailable.class);
        assertThat(administer()).isInstanceOf(Decision.Slowed.class);
        assertThat(view.looks).isEqualTo(Gate.ATTEMPTS_MAX);
    }
}
