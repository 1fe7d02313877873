// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.auth.AdminTokens;
import dev.sluice.model.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the files of the admin token's key pair, and says what that means (admin.md 2.4).
record AdminKeyWatch(AdminTokens adminTokens, ConfigurationAudit audit) {
    private static final Logger log = LoggerFactory.getLogger(AdminKeyWatch.class);

    /// Reminds of the token at the start, because it should be gone before production (admin.md
    /// 2.1).
    void warn() {
        if (adminTokens.usable()) {
            log.atWarn()
                    .log(
                            "the admin token administers everything without an identity provider;"
                                    + " it is for development and tests, not for production:"
                                    + " revoke it before");
        }
    }

    /// Reads the key pair again. Never throws; what is wrong is logged.
    void reload() {
        try {
            AdminTokens.KeyChange change = adminTokens.reload();
            audit.adminKeys(change);
            switch (change) {
                case NONE -> {}
                case REPLACED ->
                        log.atInfo().log(
                                "the key pair of the admin token was replaced; only tokens"
                                        + " of the new one are good");
                case GONE ->
                        log.atInfo().log(
                                "the key pair of the admin token is gone; no such token is good");
            }
        } catch (ProblemException unreadable) {
            audit.adminKeysDamaged();
            log.atError()
                    .addKeyValue("problem", unreadable.problem().message())
                    .log("the key pair of the admin token is damaged; no such token is good");
        }
    }
}
