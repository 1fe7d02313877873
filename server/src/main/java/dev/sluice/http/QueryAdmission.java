// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpResponse;
import dev.sluice.auth.Credential;
import dev.sluice.auth.Decision;
import dev.sluice.influxql.Refusals;
import dev.sluice.influxql.Statement;
import dev.sluice.influxql.plan.StatementDatabase;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.series.KnownSeries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets the statements of one request in, all or none: finds the database of each (data.md 3.2) and
/// asks the gate for it. Statements that do nothing here need no leave; writers of version 1 begin
/// with one, often without credentials (data.md 8.4).
final class QueryAdmission {
    private final QueryEndpoint.Services doors;
    private final Call call;
    private final Credential credential;
    private final Map<String, Grant.ForDatabase> grants = new HashMap<>();
    private @Nullable List<String> listed;

    QueryAdmission(QueryEndpoint.Services doors, Call call, Credential credential) {
        this.doors = doors;
        this.call = call;
        this.credential = credential;
    }

    /// The request is not let in.
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient HttpResponse answer;

        RefusedException(HttpResponse answer) {
            super("refused", null, false, false);
            this.answer = answer;
        }

        /// Says so.
        HttpResponse answer() {
            return answer;
        }
    }

    /// What is to be done for each statement.
    ///
    /// @param parameters name the database of those that name none
    /// @throws ProblemException *invalid* where a statement has no database; *not found*
    List<QueryStep> admit(List<Statement> statements, QueryParameters parameters)
            throws RefusedException {
        if (!statements.stream().allMatch(Statement.NotImplemented.class::isInstance)) {
            requireCredential();
        }
        List<QueryStep> steps = new ArrayList<>();
        for (Statement statement : statements) {
            steps.add(step(statement, parameters));
        }
        return steps;
    }

    /// Refuses whoever offers none.
    void requireCredential() throws RefusedException {
        if (credential instanceof Credential.Absent) {
            listed();
        }
    }

    private QueryStep step(Statement statement, QueryParameters parameters)
            throws RefusedException {
        if (statement instanceof Statement.NotImplemented other) {
            return failed(Refusals.notImplemented(other.title()));
        }
        if (statement instanceof Statement.ShowDatabases) {
            return new QueryStep.Known(
                    new KnownSeries(
                            "databases",
                            List.of("name"),
                            listed().stream().map(List::<Object>of).toList()));
        }
        if (statement instanceof Statement.ShowRetentionPolicies show) {
            String database =
                    show.database().isEmpty() ? parameters.withoutPolicy() : show.database();
            return new QueryStep.Known(policies(grant(database)));
        }
        String database;
        try {
            database = StatementDatabase.of(statement, parameters.database());
        } catch (ProblemException several) {
            return failed(several);
        }
        return new QueryStep.Run(statement, grant(database));
    }

    private static QueryStep failed(ProblemException refused) {
        return new QueryStep.Failed(refused.problem().message());
    }

    /// The one policy that every database has, and its siblings, which are databases of their own
    /// (data.md 2.4, 3.7).
    private KnownSeries policies(Grant.ForDatabase grant) throws RefusedException {
        String beginning = grant.database() + "/";
        List<List<Object>> rows = new ArrayList<>();
        rows.add(policy("autogen", true));
        for (String other : listed()) {
            if (other.startsWith(beginning)) {
                rows.add(policy(other.substring(beginning.length()), false));
            }
        }
        return new KnownSeries(
                "retention_policies",
                List.of("name", "duration", "shardGroupDuration", "replicaN", "default"),
                rows);
    }

    private static List<Object> policy(String name, boolean usual) {
        return List.of(name, "0s", "168h0m0s", 1L, usual);
    }

    private Grant.ForDatabase grant(String database) throws RefusedException {
        Grant.ForDatabase known = grants.get(database);
        if (known != null) {
            return known;
        }
        if (database.isEmpty()) {
            throw Problem.invalid(
                            "no_database",
                            "must specify a 'db' parameter, or provide the database in the"
                                    + " InfluxQL query")
                    .asException();
        }
        Grant.ForDatabase grant =
                allowed(
                        doors.gate()
                                .decide(
                                        credential,
                                        Action.READ,
                                        new DatabaseName(database),
                                        call.origin()));
        requireDatabase(grant);
        grants.put(database, grant);
        return grant;
    }

    private void requireDatabase(Grant.ForDatabase grant) {
        try {
            doors.queries().requireDatabase(grant);
        } catch (ProblemException absent) {
            if (absent.problem().kind() != Problem.Kind.NOT_FOUND) {
                throw absent;
            }
            throw new ProblemException(
                    Problem.notFound(
                            absent.problem().code(), "Database " + grant.database() + " not found"),
                    absent);
        }
    }

    /// The databases that the caller may read.
    private List<String> listed() throws RefusedException {
        if (listed == null) {
            Grant.ForListing grant = allowed(doors.lister().decide(credential, call.origin()));
            listed = grant.databases().stream().map(DatabaseName::value).toList();
        }
        return listed;
    }

    private <G extends Grant> G allowed(Decision<G> decision) throws RefusedException {
        if (decision instanceof Decision.Allowed<G>(G grant)) {
            return grant;
        }
        throw new RefusedException(DataErrors.QUERY.refused(call, decision));
    }
}
