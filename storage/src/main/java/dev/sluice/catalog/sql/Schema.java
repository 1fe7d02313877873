// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/// Brings the tables of a store up to date, and refuses a store of the future.
final class Schema {
    private Schema() {}

    static void migrate(DataSource source, String storeName) {
        Flyway flyway =
                Flyway.configure(Schema.class.getClassLoader())
                        .dataSource(source)
                        .locations("classpath:dev/sluice/catalog/sql")
                        .loggers("slf4j")
                        .load();
        try {
            rejectFuture(flyway, storeName);
            var _ = flyway.migrate();
        } catch (FlywayException e) {
            throw new ProblemException(
                    Problem.unavailable(
                            "catalog_unreadable",
                            "catalog " + storeName + " cannot be opened: " + firstLine(e)),
                    e);
        }
    }

    private static void rejectFuture(Flyway flyway, String storeName) {
        boolean future =
                Arrays.stream(flyway.info().all())
                        .map(MigrationInfo::getState)
                        .anyMatch(state -> state.isApplied() && !state.isResolved());
        if (future) {
            throw Problem.unavailable(
                            "catalog_too_new",
                            "catalog "
                                    + storeName
                                    + " was written by a newer Sluice; start that one or a later")
                    .asException();
        }
    }

    private static String firstLine(FlywayException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
