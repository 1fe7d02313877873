// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.bench.measure.GrpcConnection;
import dev.sluice.bench.measure.Resting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Sluice, asked through Flight. Answers that are looked at are read by Arrow's own client.
final class FlightAsker implements Asker {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String METHOD = "/arrow.flight.protocol.FlightService/DoGet";
    private static final int WAIT_MILLIS_MAX = 600_000;

    private final RootAllocator memory = new RootAllocator();
    private final String database;
    private final FlightClient client;
    private final CallOption credential;
    private final @Nullable Resting<GrpcConnection> wire;

    FlightAsker(InetSocketAddress server, String database, String token, FlightReading reading) {
        this.database = database;
        this.wire =
                reading == FlightReading.ARROW
                        ? null
                        : new Resting<>(
                                () ->
                                        new GrpcConnection(
                                                server, METHOD, "Bearer " + token, WAIT_MILLIS_MAX),
                                REST_MAX);
        this.client =
                FlightClient.builder(
                                memory,
                                Location.forGrpcInsecure(
                                        server.getAddress().getHostAddress(), server.getPort()))
                        .build();
        this.credential =
                new CredentialCallOption(
                        headers -> headers.insert("authorization", "Bearer " + token));
    }

    /// Does something with each batch.
    private interface Taking {
        void take(VectorSchemaRoot batch);
    }

    @Override
    public void connect() throws IOException {
        if (wire != null) {
            wire.connection();
        }
    }

    @Override
    public long drain(Question question) throws IOException {
        String sql = question.sluice();
        if (wire == null) {
            return countRows(sql);
        }
        try {
            return call(wire, ticket(sql).serialize().array());
        } catch (IllegalStateException failed) {
            throw refused(sql, failed);
        } finally {
            wire.rest();
        }
    }

    /// Asks on another connection if the server ended this one since the last answer.
    private static long call(Resting<GrpcConnection> wire, byte[] ticket) throws IOException {
        try {
            return wire.connection().call(ticket);
        } catch (GrpcConnection.Ended _) {
            wire.close();
            return wire.connection().call(ticket);
        }
    }

    /// Asks in SQL, and counts the rows that Arrow's client has.
    long countRows(String sql) throws IOException {
        long[] rows = new long[1];
        ask(sql, batch -> rows[0] += batch.getRowCount());
        return rows[0];
    }

    @Override
    public Answer answer(Question question) throws IOException {
        List<SortedMap<String, Object>> rows = new ArrayList<>();
        ask(question.sluice(), batch -> addRows(batch, rows));
        return Answer.of(rows, false);
    }

    // Flight's streams declare any exception on close.
    @SuppressWarnings("try")
    private void ask(String sql, Taking taking) throws IOException {
        try (FlightStream stream = client.getStream(ticket(sql), credential)) {
            while (stream.next()) {
                taking.take(stream.getRoot());
            }
        } catch (RuntimeException failed) {
            throw refused(sql, failed);
        } catch (Exception failed) {
            throw new IOException(failed);
        }
    }

    private Ticket ticket(String sql) {
        return new Ticket(
                MAPPER.writeValueAsString(
                                MAPPER.createObjectNode()
                                        .put("database", database)
                                        .put("sql_query", sql))
                        .getBytes(UTF_8));
    }

    private static IllegalStateException refused(String sql, RuntimeException failed) {
        return new IllegalStateException("Sluice refused " + sql, failed);
    }

    private static void addRows(VectorSchemaRoot batch, List<SortedMap<String, Object>> rows) {
        for (int i = 0; i < batch.getRowCount(); i++) {
            SortedMap<String, Object> row = new TreeMap<>();
            for (FieldVector column : batch.getFieldVectors()) {
                Answer.put(row, column.getName(), value(column, i));
            }
            rows.add(row);
        }
    }

    private static @Nullable Object value(FieldVector column, int row) {
        if (column.isNull(row)) {
            return null;
        }
        if (column instanceof TimeStampVector time) {
            return time.get(row);
        }
        Object value = column.getObject(row);
        return value instanceof Number number ? (Object) number.doubleValue() : value.toString();
    }

    @Override
    public void close() throws IOException {
        if (wire != null) {
            wire.close();
        }
        try {
            client.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        memory.close();
    }
}
