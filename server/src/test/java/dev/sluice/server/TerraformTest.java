// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Terraform's cycle against a whole server, in the provider's own words (admin.md 4.7): what was
/// applied is what is read, so that the next plan has nothing to do.
final class TerraformTest {
    @TempDir private Path directory;
    private OneServer server;
    private TerraformProvider provider;

    @BeforeEach
    void open() throws Exception {
        server = new OneServer(directory);
        provider = TerraformProvider.configure(server);
    }

    @AfterEach
    void close() {
        provider.close();
        server.close();
    }

    private static TerraformProvider.Database database(String name, String template) {
        return new TerraformProvider.Database(name, 500, 200, 0, template);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"type\":\"tag\",\"value\":\"room\"},{\"type\":\"bucket\",\"value\":"
                        + "{\"tagName\":\"line\",\"numberOfBuckets\":16}},"
                        + "{\"type\":\"time\",\"value\":\"%Y-%m\"}]"
            })
    @Conforms({"A-144", "A-146", "A-148", "A-154", "A-157", "A-163"})
    void aDatabaseIsPlannedAppliedAndDestroyedWithoutADifference(String template) throws Exception {
        TerraformProvider.Database wanted = database("plant/7d", template);
        assertThat(provider.readDatabase("plant/7d")).isEmpty();

        assertThat(provider.createDatabase(wanted)).isEqualTo(wanted);
        assertThat(provider.readDatabase("plant/7d")).hasValue(wanted);

        TerraformProvider.Database changed =
                new TerraformProvider.Database("plant/7d", 120, 60, 604800000000000L, template);
        assertThat(provider.updateDatabase(changed)).isEqualTo(changed.limits());
        assertThat(provider.readDatabase("plant/7d")).hasValue(changed);
        assertThat(provider.updateDatabase(changed)).isEqualTo(changed.limits());
        assertThat(provider.readDatabase("plant/7d")).hasValue(changed);

        provider.deleteDatabase("plant/7d");
        assertThat(provider.readDatabase("plant/7d")).isEmpty();
        assertThat(provider.createDatabase(wanted)).isEqualTo(wanted);
    }

    private static TerraformProvider.Token token(
            String description, String permissions, @Nullable String expiry) {
        return new TerraformProvider.Token(description, permissions, Optional.ofNullable(expiry));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"action\":\"write\",\"resource\":\"plant/7d\"},"
                        + "{\"action\":\"read\",\"resource\":\"*\"},"
                        + "{\"action\":\"read\",\"resource\":\"a\"},"
                        + "{\"action\":\"write\",\"resource\":\"plant/7d\"}]"
            })
    @Conforms({"A-144", "A-146", "A-158", "A-159", "A-163"})
    void aTokenIsPlannedAppliedAndDestroyedWithoutADifference(String permissions) throws Exception {
        TerraformProvider.Token wanted = token("dashboards", permissions, "2099-01-31T12:00:00Z");

        String id = provider.createToken(wanted);
        assertThat(provider.readToken(id)).isEqualTo(wanted);

        TerraformProvider.Token changed =
                token(
                        "boards",
                        "[{\"action\":\"read\",\"resource\":\"z\"},"
                                + "{\"action\":\"read\",\"resource\":\"a\"}]",
                        "2099-01-31T12:00:00Z");
        provider.updateToken(id, changed);
        assertThat(provider.readToken(id)).isEqualTo(changed);

        provider.deleteToken(id);
        assertThat(provider.revokedAt(id)).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    @Conforms({"A-162", "A-163"})
    void aTokenWithoutAnExpiryIsReadWithoutOne() throws Exception {
        TerraformProvider.Token wanted = token("for ever", "[]", null);

        assertThat(provider.readToken(provider.createToken(wanted))).isEqualTo(wanted);
    }

    @Test
    @Conforms({"A-148", "A-163"})
    void nothingIsLostOverARestart() throws Exception {
        TerraformProvider.Database database = database("home", "[]");
        TerraformProvider.Token token = token("d", "[]", "2099-01-31T12:00:00Z");
        provider.createDatabase(database);
        String id = provider.createToken(token);

        provider.close();
        server.close();
        server = new OneServer(directory);
        provider = TerraformProvider.configure(server);

        assertThat(provider.readDatabase("home")).hasValue(database);
        assertThat(provider.readToken(id)).isEqualTo(token);
        assertThat(List.of(provider.readDatabase("home"), provider.readDatabase("Home")))
                .containsExactly(Optional.of(database), Optional.empty());
    }
}
