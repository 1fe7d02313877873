// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.login.AdminTokenFile;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Problem;
import dev.sluice.model.Secret;
import org.jspecify.annotations.Nullable;

/// What `query` and `write` need besides a profile: a database and a token that may touch it. The
/// flag wins over the profile; an OAuth token is never used for data (admin.md 3.7).
///
/// @param database the database's name, checked by the cluster
/// @param token a database token, or the admin token of a `token_file` profile
record DataAccess(String database, Secret token) {

    /// @throws dev.sluice.model.ProblemException `no_database` or `no_database_token`
    static DataAccess of(Profile profile, @Nullable String database, @Nullable String token) {
        String name = database == null ? profile.database() : database;
        if (name == null || name.isBlank()) {
            throw Problem.invalid(
                            "no_database",
                            "no database is named; add --database, or database to profile \""
                                    + profile.name()
                                    + "\"")
                    .asException();
        }
        return new DataAccess(name, token(profile, token));
    }

    private static Secret token(Profile profile, @Nullable String flag) {
        if (flag != null && !flag.isBlank()) {
            return Secret.of(flag.strip());
        }
        if (profile.token() != null) {
            return profile.token();
        }
        if (profile.tokenFile() != null) {
            return AdminTokenFile.read(profile.tokenFile());
        }
        throw Problem.invalid(
                        "no_database_token",
                        "no database token is given; make one with influxctl token create, then add"
                                + " --token, or token to profile \""
                                + profile.name()
                                + "\"")
                .asException();
    }
}
