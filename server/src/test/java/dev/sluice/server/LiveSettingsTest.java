// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.auth.AdminTokens;
import dev.sluice.auth.Credential;
import dev.sluice.auth.Decision;
import dev.sluice.auth.FailedAttempts;
import dev.sluice.auth.Gatekeeper;
import dev.sluice.auth.TokenDigest;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.UserEntry;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.AuditConfig;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.UserGroup;
import dev.sluice.management.UserRecords;
import dev.sluice.metrics.Meters;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Operation;
import dev.sluice.model.Problem;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.PreparedKeys;
import dev.sluice.testkit.StubIdentityProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each change of the file means for the same token (admin.md 1.10).
final class LiveSettingsTest {
    private static final UUID CLUSTER = new UUID(1, 2);
    private static final RequestOrigin ORIGIN =
            new RequestOrigin("r-1", "192.0.2.7", "POST", "/api/v0/databases");
    private static final String NOBODY_ELSE = "";

    @TempDir private static Path secrets;

    private final MovingClock clock = MovingClock.create();
    private final Host host = new Host(Map.of(), clock, "9.8.7", 2, 512L << 20);
    private final Meters meters = new Meters("9.8.7", clock);
    @TempDir private Path directory;
    private Path file = Path.of("unset");
    private StubIdentityProvider provider;
    private StubIdentityProvider other;
    private Catalog catalog;
    private AuditLog audit;
    private LiveSettings settings;
    private Gatekeeper gatekeeper;

    @BeforeAll
    static void usePreparedKeys() throws IOException {
        PreparedKeys.copyTo(secrets);
    }

    @BeforeEach
    void start() throws IOException {
        provider = StubIdentityProvider.start(clock);
        other = StubIdentityProvider.start(clock);
        catalog = SqlCatalog.open(directory.resolve("catalog.sqlite"));
        audit = AuditLog.open(directory.resolve("audit.log"), clock, AuditConfig.DEFAULT);
        file = directory.resolve("server.yaml");
        write(provider, StubIdentityProvider.SUBJECT, NOBODY_ELSE);
        ConfigSource source = new ConfigSource(file, Map.of(), Map.of());
        AdminTokens tokens = AdminTokens.open(new AdminTokenFiles(secrets), CLUSTER, null, clock);
        settings =
                LiveSettings.start(
                        OneServer.config(source), source, tokens, followers(catalog), host);
        settings.announce();
        gatekeeper = gatekeeper(tokens);
    }

    private LiveSettings.Followers followers(Catalog recorded) {
        return new LiveSettings.Followers(
                new ConfigurationAudit(audit), new UserRecords(recorded)::replace, meters.keys());
    }

    private Gatekeeper gatekeeper(AdminTokens tokens) {
        return new Gatekeeper(
                settings.administrators(),
                tokens,
                catalog,
                settings::adminTokenDataAccess,
                new FailedAttempts(0, 1, clock),
                audit,
                (_, _, _) -> {},
                clock);
    }

    @AfterEach
    void stop() {
        settings.close();
        meters.close();
        audit.close();
        catalog.close();
        other.close();
        provider.close();
    }

    private void write(StubIdentityProvider keys, String user, String more) throws IOException {
        Files.writeString(
                file,
                """
                admin:
                  identityProvider: keycloak
                  jwksEndpoint: %s
                  users:
                    - {id: "%s", firstName: Ada, lastName: L, email: ada%s}
                """
                        .formatted(keys.keysUrl(), user, more));
    }

    private Decision<?> create(String token) {
        return gatekeeper.administration(
                new Credential.Bearer(Secret.of(token)), Operation.CREATE_DATABASE, ORIGIN);
    }

    private static String token(StubIdentityProvider from) {
        return from.accessToken().sign(from.signer());
    }

    private void assertAllowed(String token) {
        assertThat(create(token)).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    @Conforms("A-57")
    void aUserWhoIsRemovedIsForbiddenWithTheSameToken() throws IOException {
        String token = token(provider);
        assertAllowed(token);

        write(provider, "somebody-else", NOBODY_ELSE);
        settings.reload();

        assertThat(create(token)).isEqualTo(new Decision.Forbidden<>("user_not_listed"));
        assertThat(settings.generation()).isEqualTo(2);
    }

    @Test
    @Conforms("A-56")
    void aUserWhoIsAddedIsLetInWithTheSameToken() throws IOException {
        String token = token(provider);
        write(provider, "somebody-else", NOBODY_ELSE);
        settings.reload();
        assertThat(create(token)).isInstanceOf(Decision.Forbidden.class);

        write(provider, StubIdentityProvider.SUBJECT, NOBODY_ELSE);
        settings.reload();

        assertAllowed(token);
    }

    @Test
    void groupsChangeForTheSameToken() throws IOException {
        String token = token(provider);
        assertAllowed(token);

        write(provider, StubIdentityProvider.SUBJECT, ", userGroups: [Auditor]");
        settings.reload();

        assertThat(create(token)).isEqualTo(new Decision.Forbidden<>("insufficient_group"));
    }

    @Test
    @Conforms("A-58")
    void anotherKeyAddressDiscardsTheOldKeysAtOnce() throws IOException {
        String token = token(provider);
        assertAllowed(token);

        write(other, StubIdentityProvider.SUBJECT, NOBODY_ELSE);
        settings.reload();

        assertThat(create(token)).isInstanceOf(Decision.Unauthenticated.class);
        assertAllowed(token(other));
    }

    @Test
    @Conforms("A-16")
    void aRefusedFileLeavesEverythingAsItWas() throws IOException {
        String token = token(provider);

        Files.writeString(file, "admin:\n  users: {\n");
        settings.reload();
        assertAllowed(token);
        Files.delete(file);
        settings.reload();
        assertAllowed(token);
        write(provider, "somebody-else", ", mail: unknown-key");
        settings.reload();
        assertAllowed(token);

        assertThat(settings.generation()).isEqualTo(1);
    }

    @Test
    void aGoodFileAfterARefusedOneIsTaken() throws IOException {
        Files.writeString(file, "admin: [\n");
        settings.reload();

        write(provider, "somebody-else", NOBODY_ELSE);
        settings.reload();

        assertThat(create(token(provider))).isInstanceOf(Decision.Forbidden.class);
    }

    @Test
    void aKeyThatIsNoneRefusesTheWholeFile() throws IOException {
        String token = token(provider);
        write(other, "somebody-else", NOBODY_ELSE);
        Files.writeString(
                file,
                Files.readString(file)
                        + "  internalSigningKey: {id: {value: k}, privateKey: {value: x},"
                        + " publicKey: {value: y}}\n");

        settings.reload();

        assertAllowed(token);
        assertThat(settings.generation()).isEqualTo(1);
    }

    @Test
    void theSectionMayGoAndComeBack() throws IOException {
        String token = token(provider);
        Files.writeString(file, "sluice: {}\n");
        settings.reload();
        assertThat(create(token))
                .isEqualTo(new Decision.Unauthenticated<>("no_identity_provider", true));

        write(provider, StubIdentityProvider.SUBJECT, NOBODY_ELSE);
        settings.reload();

        assertAllowed(token);
    }

    @Test
    void theAdminTokensDataAccessIsSwitchedOff() throws IOException {
        String token = Files.readString(secrets.resolve("token.json")).split("\"", -1)[3];
        assertThat(read(token)).isInstanceOf(Decision.Allowed.class);

        Files.writeString(
                file, Files.readString(file) + "sluice: {access: {adminTokenDataAccess: false}}\n");
        settings.reload();

        assertThat(read(token)).isEqualTo(new Decision.Forbidden<>("admin_token_data_access_off"));
        assertAllowed(token);
    }

    private Decision<?> read(String token) {
        return gatekeeper.database(
                new Credential.Bearer(Secret.of(token)),
                Action.READ,
                new DatabaseName("plant"),
                ORIGIN);
    }

    @Test
    void readingTheSameAgainIsNoNewGeneration() throws IOException {
        Files.writeString(file, "# a comment\n" + Files.readString(file));

        settings.reload();

        assertThat(settings.generation()).isEqualTo(1);
        assertAllowed(token(provider));
    }

    private List<String> audited() throws IOException {
        return Files.readAllLines(directory.resolve("audit.log")).stream()
                .filter(line -> line.contains("\"event\":\"configuration\""))
                .map(line -> line.substring(line.indexOf("\"provider\"")))
                .toList();
    }

    @Test
    void theAuditLogSaysWhoCameAndWhoWentByWhichConfiguration() throws IOException {
        write(provider, "somebody-else", ", userGroups: [Auditor, Member]");
        settings.reload();

        assertThat(audited())
                .containsExactly(
                        "\"provider\":\"keycloak\",\"operation\":\"add_administrator\","
                                + "\"object\":\"administrator "
                                + StubIdentityProvider.SUBJECT
                                + " (Admin)\",\"outcome\":\"in_force\",\"generation\":1}",
                        "\"provider\":\"keycloak\",\"operation\":\"start\","
                                + "\"outcome\":\"in_force\",\"generation\":1}",
                        "\"provider\":\"keycloak\",\"operation\":\"remove_administrator\","
                                + "\"object\":\"administrator "
                                + StubIdentityProvider.SUBJECT
                                + " (Admin)\",\"outcome\":\"in_force\",\"generation\":2}",
                        "\"provider\":\"keycloak\",\"operation\":\"add_administrator\","
                                + "\"object\":\"administrator somebody-else (Member, Auditor)\","
                                + "\"outcome\":\"in_force\",\"generation\":2}",
                        "\"provider\":\"keycloak\",\"operation\":\"change_configuration\","
                                + "\"object\":\"admin.users\","
                                + "\"outcome\":\"in_force\",\"generation\":2}");
    }

    @Test
    void theAuditLogSaysThatAConfigurationWasRefused() throws IOException {
        Files.writeString(file, "admin: [\n");

        settings.reload();

        assertThat(audited().getLast())
                .isEqualTo(
                        "\"provider\":\"keycloak\",\"operation\":\"change_configuration\","
                                + "\"outcome\":\"refused\","
                                + "\"reason\":\"invalid_configuration\",\"generation\":1}");
    }

    @Test
    void theMetersSayThatAConfigurationIsRefusedUntilOneIsTakenOrTheOldOneIsBack()
            throws IOException {
        String good = Files.readString(file);
        meters.configuration(settings::isRefused);
        assertThat(meters.prometheusText()).contains("sluice_configuration_refused 0.0");

        Files.writeString(file, "admin: [\n");
        settings.reload();
        assertThat(meters.prometheusText()).contains("sluice_configuration_refused 1.0");

        Files.writeString(file, good);
        settings.reload();
        assertThat(meters.prometheusText()).contains("sluice_configuration_refused 0.0");

        Files.delete(file);
        settings.reload();
        assertThat(meters.prometheusText()).contains("sluice_configuration_refused 1.0");

        write(provider, "somebody-else", NOBODY_ELSE);
        settings.reload();
        assertThat(meters.prometheusText()).contains("sluice_configuration_refused 0.0");
    }

    @Test
    void aRemovalTakesForceAlsoWhileTheAuditLogCannotBeWritten() throws IOException {
        String token = token(provider);
        audit.close();

        write(provider, "somebody-else", NOBODY_ELSE);
        settings.reload();

        assertThat(create(token)).isEqualTo(new Decision.Forbidden<>("user_not_listed"));
    }

    @Test
    void theMetersShowTheKeysOfTheProviderInForce() throws IOException {
        assertAllowed(token(provider));
        assertThat(meters.prometheusText()).contains("sluice_provider_keys 1.0");

        Files.writeString(file, "sluice: {}\n");
        settings.reload();

        assertThat(meters.prometheusText())
                .contains("sluice_provider_keys NaN", "sluice_provider_keys_age_seconds NaN");
    }

    @Test
    void theMetersGoOnShowingTheOldKeysAfterARefusedConfiguration() throws IOException {
        assertAllowed(token(provider));
        write(other, StubIdentityProvider.SUBJECT, NOBODY_ELSE);
        Files.writeString(
                file,
                Files.readString(file)
                        + "  internalSigningKey: {id: {value: k}, privateKey: {value: x},"
                        + " publicKey: {value: y}}\n");

        settings.reload();

        assertThat(meters.prometheusText()).contains("sluice_provider_keys 1.0");
    }

    @Test
    void doubtfulSettingsOfAProviderAreInTheLogWhenTheyTakeForce() throws IOException {
        try (CapturedLog log = CapturedLog.ofTheProduct()) {
            write(other, StubIdentityProvider.SUBJECT, NOBODY_ELSE);
            settings.reload();

            assertThat(log.lines())
                    .anyMatch(line ->
                            line.startsWith("a setting is doubtful")
                                    && line.contains("no admin.audiences and no admin.issuer"));
        }
    }

    @Test
    void usersAreRecordedAtTheStartAndAtEachChange() throws IOException {
        assertThat(catalog.snapshot().users())
                .extracting(UserEntry::externalId, UserEntry::active)
                .containsExactly(tuple(StubIdentityProvider.SUBJECT, true));

        write(provider, "somebody-else", ", userGroups: [Auditor]");
        settings.reload();
        assertThat(catalog.snapshot().users())
                .extracting(UserEntry::externalId, UserEntry::active, UserEntry::groups)
                .containsExactly(
                        tuple(StubIdentityProvider.SUBJECT, false, Set.of(UserGroup.ADMIN)),
                        tuple("somebody-else", true, Set.of(UserGroup.AUDITOR)));

        Files.writeString(file, "sluice: {}\n");
        settings.reload();
        assertThat(catalog.snapshot().users()).hasSize(2).noneMatch(UserEntry::active);
    }

    @Test
    void aRefusedFileRecordsNobody() throws IOException {
        CatalogSnapshot before = catalog.snapshot();

        write(provider, "somebody-else", ", mail: unknown-key");
        settings.reload();

        assertThat(catalog.snapshot()).isSameAs(before);
    }

    @Test
    void aUserIsRemovedAlsoWhenTheCatalogCannotBeWritten() throws IOException {
        String token = token(provider);
        settings.close();
        ConfigSource source = new ConfigSource(file, Map.of(), Map.of());
        AdminTokens tokens = AdminTokens.open(new AdminTokenFiles(secrets), CLUSTER, null, clock);
        settings =
                LiveSettings.start(
                        OneServer.config(source),
                        source,
                        tokens,
                        followers(new FullDisk(catalog)),
                        host);
        gatekeeper = gatekeeper(tokens);
        assertAllowed(token);

        write(provider, "somebody-else", NOBODY_ELSE);
        settings.reload();

        assertThat(create(token)).isEqualTo(new Decision.Forbidden<>("user_not_listed"));
        assertThat(settings.generation()).isEqualTo(2);
    }

    @Test
    void aManagementTokenOutlivesTheListingOfItsMaker() throws IOException {
        Secret text = Secret.of("M.V1.made-by-her");
        UUID maker = catalog.snapshot().users().getFirst().id();
        catalog.commit(
                        new CatalogChange.CreateManagementToken(
                                new UUID(5, 6),
                                "ci",
                                "M.V1.made",
                                TokenDigest.sha512(text),
                                clock.instant(),
                                null,
                                maker))
                .require();

        write(provider, "somebody-else", NOBODY_ELSE);
        settings.reload();

        assertThat(create(token(provider))).isInstanceOf(Decision.Forbidden.class);
        assertAllowed(text.reveal());
    }

    /// A catalog that can be read and not changed.
    private record FullDisk(Catalog sound) implements Catalog {
        @Override
        public CatalogSnapshot snapshot() {
            return sound.snapshot();
        }

        @Override
        public CommitOutcome commit(CatalogChange change) {
            throw Problem.unavailable("catalog_unavailable", "the disk is full").asException();
        }

        @Override
        public void close() {}
    }
}
