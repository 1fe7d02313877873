// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

import dev.sluice.influxctl.connection.ClusterConnections;
import dev.sluice.influxctl.connection.ConnectionTrouble;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.arrow.flight.CallOptions;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Runs one statement by `DoGet` with the JSON ticket that all client libraries use (data.md 4.3).
public final class FlightQuery {
    /// The most memory that batches in flight may take.
    static final long ARROW_BYTES_MAX = 1L << 30;

    /// How gRPC begins to speak of a connection that was closed before any answer.
    private static final String NO_ANSWER = "Network closed";

    /// Opens the system tables to a query that carries it (admin.md 3.7).
    private static final String SYSTEM_TABLES = "iox-debug";

    private static final JsonFactory JSON = new JsonFactory();

    private final ClusterConnections connections;
    private final Profile profile;
    private final Secret token;
    private final Duration timeout;
    private final boolean systemTables;

    /// @param connections open the channel
    /// @param profile where the cluster is
    /// @param token a database token
    /// @param timeout for the whole query, reading its rows included
    /// @param systemTables whether to ask for the right to read them
    public FlightQuery(
            ClusterConnections connections,
            Profile profile,
            Secret token,
            Duration timeout,
            boolean systemTables) {
        this.connections = connections;
        this.profile = profile;
        this.token = token;
        this.timeout = timeout;
        this.systemTables = systemTables;
    }

    /// Runs the query for its cost: `figures` counts its rows, and shows what it took.
    ///
    /// @param ticker nanoseconds since some fixed moment
    public void measure(
            String database,
            String statement,
            Language language,
            PerformanceLayout figures,
            LongSupplier ticker)
            throws InterruptedException {
        CallTrailers trailers = new CallTrailers();
        long startNanos = ticker.getAsLong();
        run(database, statement, language, figures, trailers);
        figures.show(ticker.getAsLong() - startNanos, trailers.measured());
    }

    /// Hands every batch to `layout` as it comes. Ends the query in the cluster when it does not
    /// get to the last one.
    ///
    /// @throws ProblemException with the cluster's own words, or `cluster_unreachable`
    public void run(String database, String statement, Language language, ResultLayout layout)
            throws InterruptedException {
        run(database, statement, language, layout, new CallTrailers());
    }

    // Closing a client may be interrupted; that is this method's own answer to an interrupt.
    @SuppressWarnings("try")
    private void run(
            String database,
            String statement,
            Language language,
            ResultLayout layout,
            CallTrailers trailers)
            throws InterruptedException {
        ManagedChannel channel = connections.grpc(profile, connections.followed(profile, trailers));
        try (BufferAllocator allocator = new RootAllocator(ARROW_BYTES_MAX);
                FlightClient client = FlightGrpcUtils.createFlightClient(allocator, channel);
                RowStream rows = new RowStream(open(client, database, statement, language))) {
            rows.show(layout);
        } catch (FlightRuntimeException e) {
            throw new ProblemException(problem(e), e);
        } finally {
            channel.shutdownNow();
        }
    }

    private FlightStream open(
            FlightClient client, String database, String statement, Language language) {
        FlightCallHeaders headers = new FlightCallHeaders();
        if (systemTables) {
            headers.insert(SYSTEM_TABLES, "true");
        }
        return client.getStream(
                ticket(database, statement, language),
                new HeaderCallOption(headers),
                new CredentialCallOption(new BearerCredentialWriter(token.reveal())),
                CallOptions.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static Ticket ticket(String database, String statement, Language language) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("database", database);
            json.writeStringProperty("sql_query", statement);
            json.writeStringProperty("query_type", language.word());
            json.writeEndObject();
        }
        return new Ticket(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Problem problem(FlightRuntimeException failure) {
        String said = failure.status().description();
        String words = said == null || said.isBlank() ? "the cluster gave no reason" : said;
        String noCluster = NoFlight.sentence(profile, words, failure);
        if (noCluster != null) {
            return problem(Problem.Kind.UNAVAILABLE, noCluster);
        }
        return switch (failure.status().code()) {
            case UNAUTHENTICATED ->
                    problem(
                            Problem.Kind.UNAUTHENTICATED,
                            "unauthorized: the cluster does not accept the database token; make one"
                                    + " with influxctl token create");
            case UNAUTHORIZED ->
                    problem(
                            Problem.Kind.FORBIDDEN,
                            "forbidden: the token may not read this database, or does not exist (any"
                                    + " more); see influxctl token list");
            case NOT_FOUND -> problem(Problem.Kind.NOT_FOUND, words);
            case INVALID_ARGUMENT, UNIMPLEMENTED -> problem(Problem.Kind.INVALID, words);
            case RESOURCE_EXHAUSTED -> problem(Problem.Kind.BUSY, words);
            case TIMED_OUT ->
                    problem(
                            Problem.Kind.UNAVAILABLE,
                            "no full answer within "
                                    + timeout.toSeconds()
                                    + " s; narrow the query, or raise --timeout");
            case CANCELLED ->
                    problem(Problem.Kind.UNAVAILABLE, "the query was cancelled: " + words);
            case UNAVAILABLE -> unavailable(failure, words);
            default -> problem(Problem.Kind.INTERNAL, words);
        };
    }

    /// gRPC says the same for a cluster that answers "later" and for one that does not answer; only
    /// the second has something underneath that is not gRPC's own.
    private Problem unavailable(FlightRuntimeException failure, String words) {
        Throwable cause = failure.getCause();
        while (cause instanceof StatusRuntimeException) {
            cause = cause.getCause();
        }
        boolean answered = cause == null && !words.startsWith(NO_ANSWER);
        return answered
                ? problem(Problem.Kind.UNAVAILABLE, words + "; try again in a moment")
                : ConnectionTrouble.explain(profile, failure);
    }

    private static Problem problem(Problem.Kind kind, String message) {
        return new Problem(kind, "query_failed", "query failed: " + message);
    }
}
