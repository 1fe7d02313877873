// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.audit.AuditLog;
import dev.sluice.audit.AuditRecord;
import dev.sluice.auth.AdminTokens.KeyChange;
import dev.sluice.config.AdminConfig;
import dev.sluice.config.AdministratorChange;
import dev.sluice.config.ConfigChanges;
import dev.sluice.config.ServerConfig;
import dev.sluice.model.ProblemException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the audit log who administers from when on, and by which configuration (admin.md 1.10 and
/// 1.11): a record for each administrator who came, went or has other groups, and one for the
/// whole.
///
/// A change takes force also when it cannot be told, for it may be the removal of somebody; nobody
/// whom it adds is let in before the audit log can be written again. Never throws.
final class ConfigurationAudit {
    private static final Logger log = LoggerFactory.getLogger(ConfigurationAudit.class);
    private static final String CHANGE = "change_configuration";
    private static final String IN_FORCE = "in_force";
    private static final String REFUSED = "refused";

    private final AuditLog audit;

    ConfigurationAudit(AuditLog audit) {
        this.audit = audit;
    }

    /// The first configuration is in force: the server listens.
    void started(ServerConfig first, long generation) {
        administrators(null, first.admin(), generation);
        append(
                AuditRecord.configuration(
                        provider(first.admin()), "start", null, IN_FORCE, null, generation));
    }

    /// Another configuration is in force.
    void taken(ServerConfig before, ServerConfig after, ConfigChanges changes, long generation) {
        administrators(before.admin(), after.admin(), generation);
        String keys = String.join(", ", changes.live());
        append(
                AuditRecord.configuration(
                        provider(after.admin()),
                        CHANGE,
                        keys.isEmpty() ? null : keys,
                        IN_FORCE,
                        null,
                        generation));
    }

    /// A configuration was refused, and the one before stays in force.
    void refused(ServerConfig stays, long generation) {
        append(
                AuditRecord.configuration(
                        provider(stays.admin()),
                        CHANGE,
                        null,
                        REFUSED,
                        "invalid_configuration",
                        generation));
    }

    /// The key pair of the admin token is another one, or is gone.
    void adminKeys(KeyChange change) {
        switch (change) {
            case NONE -> {}
            case REPLACED -> adminKeys("replace_admin_keys", null);
            case GONE -> adminKeys("remove_admin_keys", null);
        }
    }

    /// The key pair of the admin token cannot be read, and no such token is good.
    void adminKeysDamaged() {
        adminKeys("remove_admin_keys", "damaged");
    }

    private void adminKeys(String operation, @Nullable String reason) {
        append(AuditRecord.configuration(null, operation, "rsa-keys", IN_FORCE, reason, 0));
    }

    private void administrators(
            @Nullable AdminConfig before, @Nullable AdminConfig after, long generation) {
        for (AdministratorChange change : AdministratorChange.between(before, after)) {
            boolean removed = change.kind() == AdministratorChange.Kind.REMOVED;
            String operation =
                    switch (change.kind()) {
                        case ADDED -> "add_administrator";
                        case REMOVED -> "remove_administrator";
                        case REGROUPED -> "regroup_administrator";
                    };
            append(
                    AuditRecord.configuration(
                            provider(removed ? before : after),
                            operation,
                            "administrator " + change.id() + " (" + words(change) + ")",
                            IN_FORCE,
                            null,
                            generation));
        }
    }

    private static String words(AdministratorChange change) {
        return change.groups().stream()
                .sorted()
                .map(group -> group.word())
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String provider(@Nullable AdminConfig admin) {
        return admin == null ? null : admin.identityProvider();
    }

    private void append(AuditRecord line) {
        try {
            audit.append(line);
        } catch (ProblemException unwritable) {
            log.atError()
                    .setCause(unwritable)
                    .addKeyValue("operation", line.operation())
                    .addKeyValue("object", line.object())
                    .addKeyValue("generation", line.generation())
                    .log("a change of the configuration could not be audited");
        }
    }
}
