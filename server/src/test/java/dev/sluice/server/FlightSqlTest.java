// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.sluice.testkit.Conforms;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.AsyncPutListener;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.impl.FlightSql;
import org.apache.arrow.flight.sql.util.TableRef;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Flight SQL by Arrow's own client, against a whole server (data.md section 4).
// Flight's streams declare any exception on close.
@SuppressWarnings("try")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FlightSqlTest {
    @TempDir private static Path directory;

    private final BufferAllocator memory = new RootAllocator();
    private OneServer server;
    private String admin;
    private FlightClient flight;
    private FlightSqlClient sql;

    @BeforeAll
    void start() throws Exception {
        server = new OneServer(directory);
        admin = server.adminToken();
        server.postJson("/api/v0/databases", admin, "{\"name\":\"db\"}");
        server.postJson("/api/v0/databases", admin, "{\"name\":\"empty\"}");
        server.write(
                "db",
                admin,
                """
                home,room=Kitchen temp=21.5,co=1i,ok=true 1
                home,room=Living\\ Room temp=20,co=2i,ok=false 2
                home,room=Attic temp=18,co=3i,ok=false,u=7u,note="dust" 3
                Other,x=1 f=1 1\
                """);
        flight =
                FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", server.port()))
                        .build();
        sql = new FlightSqlClient(flight);
    }

    @AfterAll
    void nothingIsLeaked() throws Exception {
        flight.close();
        server.close();
        memory.close();
    }

    private CallOption as(String... pairs) {
        FlightCallHeaders headers = new FlightCallHeaders();
        headers.insert("authorization", "Bearer " + admin);
        for (int i = 0; i < pairs.length; i += 2) {
            headers.insert(pairs[i], pairs[i + 1]);
        }
        return new HeaderCallOption(headers);
    }

    private CallOption db(String... pairs) {
        String[] all = new String[pairs.length + 2];
        all[0] = "database";
        all[1] = "db";
        System.arraycopy(pairs, 0, all, 2, pairs.length);
        return as(all);
    }

    private List<String> rows(FlightInfo info, CallOption... options) throws Exception {
        assertThat(info.getRecords()).isEqualTo(-1);
        assertThat(info.getBytes()).isEqualTo(-1);
        assertThat(info.getOrdered()).isFalse();
        assertThat(info.getEndpoints())
                .singleElement()
                .satisfies(endpoint -> assertThat(endpoint.getLocations()).isEmpty());
        try (FlightStream stream =
                flight.getStream(info.getEndpoints().getFirst().getTicket(), options)) {
            assertThat(stream.getSchema()).isEqualTo(info.getSchemaOptional().orElseThrow());
            return FlightRows.of(stream);
        }
    }

    private static void assertRefused(ThrowingCallable call, FlightStatusCode code, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FlightRuntimeException.class,
                        e -> {
                            assertThat(e.status().code()).isEqualTo(code);
                            assertThat(e.status().description()).contains(text);
                        });
    }

    @Test
    @Conforms("D-113")
    void aStatementIsPlannedAndThenRead() throws Exception {
        FlightInfo info = sql.execute("SELECT room, temp FROM home ORDER BY time", db());

        assertThat(info.getSchemaOptional().orElseThrow().getFields())
                .extracting(Field::getName)
                .containsExactly("room", "temp");
        assertThat(info.getSchemaOptional().orElseThrow().findField("room").getMetadata())
                .containsEntry("iox::column::type", "iox::column_type::tag");
        // The ticket says the database, not the header.
        assertThat(rows(info, as()))
                .containsExactly("Kitchen|21.5", "Living Room|20.0", "Attic|18.0");
    }

    @Test
    @Conforms("D-112")
    void theDatabaseComesFromAHeaderOfAnyName() throws Exception {
        for (String name : List.of("database", "bucket", "bucket-name", "iox-namespace-name")) {
            assertThat(rows(sql.execute("SELECT count(*) FROM home", as(name, "db")), as()))
                    .containsExactly("3");
        }
        assertRefused(
                () -> sql.execute("SELECT 1", as()),
                FlightStatusCode.INVALID_ARGUMENT,
                "no 'database' header in request");
        assertRefused(
                () -> sql.execute("SELECT 1", as("database", "db", "bucket", "empty")),
                FlightStatusCode.INVALID_ARGUMENT,
                "different databases");
    }

    @Test
    void whatIsWrongIsToldBeforeThereAreRows() {
        assertRefused(
                () -> sql.execute("SELECT nothing FROM home", db()),
                FlightStatusCode.INVALID_ARGUMENT,
                "No field named nothing");
        assertRefused(
                () -> sql.execute("DROP TABLE home", db()),
                FlightStatusCode.INVALID_ARGUMENT,
                "Error while planning query");
        assertRefused(
                () -> sql.getCatalogs(as("database", "nowhere")),
                FlightStatusCode.NOT_FOUND,
                "Database 'nowhere' not found");
        FlightCallHeaders none = new FlightCallHeaders();
        none.insert("database", "db");
        assertRefused(
                () -> sql.getCatalogs(new HeaderCallOption(none)),
                FlightStatusCode.UNAUTHENTICATED,
                "Unauthenticated");
        none.insert("authorization", "Bearer nobody");
        assertRefused(
                () -> sql.getCatalogs(new HeaderCallOption(none)),
                FlightStatusCode.UNAUTHORIZED,
                "Permission denied");
        assertRefused(
                () -> flight.getInfo(FlightDescriptor.command(new byte[] {7, 7}), db()),
                FlightStatusCode.INVALID_ARGUMENT,
                "malformed Flight SQL message");
    }

    @Test
    @Conforms({"D-179", "D-180"})
    void debuggingShowsTheQueries() throws Exception {
        CallOption debug =
                db(
                        "iox-debug",
                        "yes",
                        "traceparent",
                        "00-" + "7".repeat(32) + "-" + "8".repeat(16) + "-01");
        String marked = "SELECT 1 AS marked";
        String asked =
                "SELECT query_type, phase, success, trace_id FROM system.queries"
                        + " WHERE query_text LIKE '% AS marked'";
        rows(sql.execute(marked, db()), as());
        rows(sql.execute(marked, debug), debug);
        try (FlightSqlClient.PreparedStatement statement = sql.prepare(marked, db())) {
            rows(statement.execute(db()), as());
            statement.close(db());
        }

        // The ticket says it too, so that the rows need no header.
        assertThat(rows(sql.execute(asked, debug), as()))
                .containsExactly(
                        "flightsql|success|true|null",
                        "flightsql|success|true|" + "7".repeat(32),
                        "flightsql|success|true|null");
        assertRefused(
                () -> sql.execute(asked, db("iox-debug", "no")),
                FlightStatusCode.INVALID_ARGUMENT,
                "table 'public.system.queries' not found");
        assertThat(rows(sql.getTables(null, "system", null, null, false, debug), debug))
                .containsExactly(
                        "public|system|compactor|BASE TABLE",
                        "public|system|partitions|BASE TABLE",
                        "public|system|queries|BASE TABLE",
                        "public|system|tables|BASE TABLE");
    }

    @Test
    @Conforms({"D-106", "D-125"})
    void aTicketInJsonMayBeInInfluxql() throws Exception {
        String ticket =
                """
                {"database":"db","query_type":"influxql","params":{"least":19},
                 "sql_query":"SELECT temp FROM home WHERE temp > $least GROUP BY room"}
                """;
        try (FlightStream stream =
                flight.getStream(new Ticket(ticket.getBytes(StandardCharsets.UTF_8)), as())) {
            assertThat(stream.getSchema().getFields())
                    .extracting(field -> field.getName() + " " + field.isNullable())
                    .containsExactly(
                            "iox::measurement false", "time false", "room true", "temp true");
            assertThat(stream.getSchema().getCustomMetadata())
                    .containsEntry(
                            "iox::influxql::group_key::metadata",
                            "{\"measurement_column_index\":0,\"tag_key_columns\":["
                                    + "{\"tag_key\":\"room\",\"column_index\":2,"
                                    + "\"is_projected\":false}]}");
            assertThat(FlightRows.of(stream))
                    .containsExactly(
                            "home|1970-01-01T00:00:00.000000001|Kitchen|21.5",
                            "home|1970-01-01T00:00:00.000000002|Living Room|20.0");
        }
    }

    @Test
    void refusesALanguageThatItDoesNotSpeak() {
        assertRefused(
                () -> sql.execute("SELECT 1", db("x-influxdata-query-language", "flux")),
                FlightStatusCode.INVALID_ARGUMENT,
                "x-influxdata-query-language");
    }

    @Test
    @Conforms("D-114")
    void aPreparedStatementIsBoundByPosition() throws Exception {
        try (FlightSqlClient.PreparedStatement statement =
                sql.prepare("SELECT room FROM home WHERE co >= ? AND room <> ? ORDER BY 1", db())) {
            assertThat(statement.getResultSetSchema().getFields())
                    .extracting(Field::getName)
                    .containsExactly("room");
            assertThat(statement.getParameterSchema().toString())
                    .isEqualTo("Schema<$1: Int(64, true), $2: Utf8>");
            assertThat(bound(statement, statement.getParameterSchema(), 2L, "Attic"))
                    .containsExactly("Living Room");
            assertThat(bound(statement, statement.getParameterSchema(), 1L, "x")).hasSize(3);
            statement.close(db());
        }
    }

    @Test
    @Conforms("D-114")
    void aPreparedStatementIsBoundByName() throws Exception {
        Schema swapped =
                new Schema(
                        List.of(
                                Field.nullable("room", ArrowType.Utf8.INSTANCE),
                                Field.nullable("$co", new ArrowType.Int(64, true))));
        try (FlightSqlClient.PreparedStatement statement =
                sql.prepare("SELECT temp FROM home WHERE co >= $co AND room = $room", db())) {
            try (VectorSchemaRoot root = VectorSchemaRoot.create(swapped, memory)) {
                FlightRows.fill(root, 0, "Attic");
                FlightRows.fillNumber(root, 1, 2L);
                root.setRowCount(1);
                statement.setParameters(root);
                assertThat(rows(statement.execute(db()), as())).containsExactly("18.0");
            }
            statement.close(db());
        }
    }

    @Test
    @Conforms("D-114")
    void bindsExactlyOneRow() throws Exception {
        try (FlightSqlClient.PreparedStatement statement =
                        sql.prepare("SELECT temp FROM home WHERE co = ?", db());
                VectorSchemaRoot root =
                        VectorSchemaRoot.create(statement.getParameterSchema(), memory)) {
            BigIntVector numbers = (BigIntVector) root.getVector(0);
            numbers.allocateNew(2);
            numbers.set(0, 1);
            numbers.set(1, 2);
            root.setRowCount(2);
            statement.setParameters(root);
            assertRefused(
                    () -> statement.execute(db()),
                    FlightStatusCode.INVALID_ARGUMENT,
                    "bound by exactly one row");
            statement.close(db());
        }
        assertRefused(
                () ->
                        put(
                                command(
                                        FlightSql.CommandPreparedStatementQuery.newBuilder()
                                                .setPreparedStatementHandle(
                                                        ByteString.copyFromUtf8("SELECT 1"))
                                                .build())),
                FlightStatusCode.INVALID_ARGUMENT,
                "bound by exactly one row");
    }

    @Test
    void aStatementWithoutItsValuesIsNotRead() throws Exception {
        try (FlightSqlClient.PreparedStatement statement =
                sql.prepare("SELECT temp FROM home WHERE co = ?", db())) {
            assertRefused(
                    () -> rows(statement.execute(db()), as()),
                    FlightStatusCode.INVALID_ARGUMENT,
                    "No value found for placeholder with name $1");
            statement.close(db());
        }
    }

    @Test
    @Conforms("D-115")
    void aHandleMayBeTheBareText() throws Exception {
        FlightInfo info =
                flight.getInfo(
                        command(
                                FlightSql.CommandPreparedStatementQuery.newBuilder()
                                        .setPreparedStatementHandle(
                                                ByteString.copyFromUtf8(
                                                        "SELECT sum(co) AS co FROM home"))
                                        .build()),
                        db());

        assertThat(rows(info, as())).containsExactly("6");
    }

    @Test
    @Conforms("D-116")
    void saysWhatItCanDo() throws Exception {
        Map<Integer, String> all = new TreeMap<>();
        for (String row : rows(sql.getSqlInfo(new int[0], db()), as())) {
            String[] parts = row.split("\\|", 2);
            all.put(Integer.parseInt(parts[0]), parts[1]);
        }

        assertThat(all)
                .containsEntry(FlightSql.SqlInfo.FLIGHT_SQL_SERVER_NAME_VALUE, "Sluice")
                .containsEntry(FlightSql.SqlInfo.FLIGHT_SQL_SERVER_VERSION_VALUE, "9.8.7")
                .containsEntry(FlightSql.SqlInfo.FLIGHT_SQL_SERVER_ARROW_VERSION_VALUE, "1.3")
                .containsEntry(FlightSql.SqlInfo.FLIGHT_SQL_SERVER_READ_ONLY_VALUE, "true")
                .containsEntry(FlightSql.SqlInfo.FLIGHT_SQL_SERVER_SUBSTRAIT_VALUE, "false")
                .containsEntry(FlightSql.SqlInfo.FLIGHT_SQL_SERVER_TRANSACTION_VALUE, "0")
                .containsEntry(FlightSql.SqlInfo.SQL_IDENTIFIER_CASE_VALUE, "3")
                .containsEntry(FlightSql.SqlInfo.SQL_IDENTIFIER_QUOTE_CHAR_VALUE, "\"")
                .containsEntry(FlightSql.SqlInfo.SQL_SUPPORTED_SUBQUERIES_VALUE, "15")
                .containsEntry(FlightSql.SqlInfo.SQL_SUPPORTED_RESULT_SET_TYPES_VALUE, "2")
                .containsEntry(
                        FlightSql.SqlInfo.SQL_SUPPORTED_TRANSACTIONS_ISOLATION_LEVELS_VALUE, "1")
                .containsEntry(FlightSql.SqlInfo.SQL_SUPPORTED_POSITIONED_COMMANDS_VALUE, "0")
                .hasSizeGreaterThan(60);
        assertThat(all.get(FlightSql.SqlInfo.SQL_DATETIME_FUNCTIONS_VALUE)).contains("date_bin");
        assertThat(
                        rows(
                                sql.getSqlInfo(
                                        new int[] {
                                            FlightSql.SqlInfo.SQL_SCHEMA_TERM_VALUE,
                                            99_999,
                                            FlightSql.SqlInfo.FLIGHT_SQL_SERVER_SQL_VALUE
                                        },
                                        db()),
                                as()))
                .containsExactlyInAnyOrder("529|schema", "4|true");
        assertThat(rows(sql.getSqlInfo(new int[] {99_999}, db()), as())).isEmpty();
    }

    @Test
    @Conforms("D-117")
    void listsCatalogsAndSchemas() throws Exception {
        assertThat(rows(sql.getCatalogs(db()), as())).containsExactly("public");
        assertThat(rows(sql.getSchemas(null, null, db()), as()))
                .containsExactly("public|information_schema", "public|iox");
        assertThat(rows(sql.getSchemas("public", "i_x", db()), as())).containsExactly("public|iox");
        assertThat(rows(sql.getSchemas(null, "%schema", db()), as()))
                .containsExactly("public|information_schema");
        assertThat(rows(sql.getSchemas("other", null, db()), as())).isEmpty();
        assertThat(rows(sql.getSchemas("", null, db()), as())).isEmpty();
        assertThat(rows(sql.getSchemas(null, null, db("iox-debug", "1")), as()))
                .containsExactly("public|information_schema", "public|iox", "public|system");
    }

    @Test
    @Conforms("D-118")
    void listsTables() throws Exception {
        assertThat(tables(null, null, null, null))
                .contains(
                        "public|information_schema|columns|VIEW",
                        "public|information_schema|tables|VIEW")
                .endsWith("public|iox|Other|BASE TABLE", "public|iox|home|BASE TABLE")
                .isSorted();
        assertThat(tables("public", "iox", null, null)).hasSize(2);
        assertThat(tables(null, null, "h%", List.of("BASE TABLE", "table")))
                .containsExactly("public|iox|home|BASE TABLE");
        assertThat(tables(null, null, null, List.of("table"))).isEmpty();
        assertThat(tables("other", null, null, null)).isEmpty();
        assertThat(tables(null, "information%", "tab_es", List.of("VIEW"))).hasSize(1);
    }

    private List<String> tables(
            @Nullable String catalog,
            @Nullable String schema,
            @Nullable String table,
            @Nullable List<String> types)
            throws Exception {
        return rows(sql.getTables(catalog, schema, table, types, false, db()), as());
    }

    @Test
    @Conforms("D-118")
    void tellsTheColumnsOfTables() throws Exception {
        FlightInfo info = sql.getTables(null, null, null, null, true, db());
        Map<String, Schema> schemas = new TreeMap<>();
        try (FlightStream stream =
                flight.getStream(info.getEndpoints().getFirst().getTicket(), as())) {
            while (stream.next()) {
                VectorSchemaRoot root = stream.getRoot();
                for (int row = 0; row < root.getRowCount(); row++) {
                    byte[] bytes = ((VarBinaryVector) root.getVector("table_schema")).get(row);
                    schemas.put(
                            String.valueOf(root.getVector("table_name").getObject(row)),
                            MessageSerializer.deserializeSchema(
                                    new ReadChannel(
                                            Channels.newChannel(new ByteArrayInputStream(bytes)))));
                }
            }
        }

        // What a table's columns are called is what a query of it gives.
        assertThat(schemas)
                .containsEntry(
                        "home",
                        sql.execute("SELECT * FROM home", db()).getSchemaOptional().orElseThrow())
                .containsEntry(
                        "tables",
                        sql.execute("SELECT * FROM information_schema.tables", db())
                                .getSchemaOptional()
                                .orElseThrow());
    }

    @Test
    @Conforms("D-119")
    void aHeaderSaysHowBaseTablesAreCalled() throws Exception {
        CallOption table = db("x-influxdata-base-table-type", "TABLE");
        FlightInfo info = sql.getTables(null, "iox", null, List.of("TABLE"), false, table);

        assertThat(rows(info, table))
                .containsExactly("public|iox|Other|TABLE", "public|iox|home|TABLE");
        assertThat(rows(sql.getTableTypes(table), table)).containsExactly("TABLE", "VIEW");
    }

    @Test
    @Conforms("D-120")
    void listsTypes() throws Exception {
        assertThat(rows(sql.getTableTypes(db()), as())).containsExactly("BASE TABLE", "VIEW");
        assertThat(rows(sql.getXdbcTypeInfo(db()), as()))
                .extracting(row -> row.substring(0, row.indexOf('|', row.indexOf('|') + 1)))
                .containsExactly(
                        "INTEGER|4", "FLOAT|6", "INTERVAL|10", "VARCHAR|12", "TIMESTAMP|93");
        assertThat(rows(sql.getXdbcTypeInfo(12, db()), as()))
                .containsExactly(
                        "VARCHAR|12|2147483647|'|'|[\"length\"]|1|true|3|null|false|null|VARCHAR"
                                + "|null|null|12|null|null|null");
        assertThat(rows(sql.getXdbcTypeInfo(1234, db()), as())).isEmpty();
    }

    @Test
    @Conforms("D-121")
    void thereAreNoKeys() throws Exception {
        TableRef home = TableRef.of(null, null, "home");

        assertThat(rows(sql.getPrimaryKeys(home, db()), as())).isEmpty();
        assertThat(rows(sql.getImportedKeys(home, db()), as())).isEmpty();
        assertThat(rows(sql.getExportedKeys(home, db()), as())).isEmpty();
        FlightInfo cross = sql.getCrossReference(home, home, db());
        assertThat(rows(cross, as())).isEmpty();
        assertThat(cross.getSchemaOptional()).contains(Schemas.GET_CROSS_REFERENCE_SCHEMA);
    }

    @Test
    @Conforms("D-122")
    void whatChangesDataIsRefused() {
        assertRefused(
                () -> sql.executeUpdate("DELETE FROM home", db()),
                FlightStatusCode.UNIMPLEMENTED,
                "'CommandStatementUpdate' is not supported");
        assertRefused(
                () ->
                        flight.getInfo(
                                command(
                                        FlightSql.CommandStatementSubstraitPlan.newBuilder()
                                                .build()),
                                db()),
                FlightStatusCode.UNIMPLEMENTED,
                "'CommandStatementSubstraitPlan' is not supported");
        assertRefused(
                () -> sql.beginTransaction(db()),
                FlightStatusCode.UNIMPLEMENTED,
                "'BeginTransaction' is not supported");
        assertRefused(
                () ->
                        flight.getInfo(
                                command(
                                        FlightSql.CommandStatementQuery.newBuilder()
                                                .setQuery("SELECT 1")
                                                .setTransactionId(ByteString.copyFromUtf8("t"))
                                                .build()),
                                db()),
                FlightStatusCode.INVALID_ARGUMENT,
                "transactions are not supported");
        for (String type : List.of("CancelQuery", "CancelFlightInfo", "SetSessionOptions")) {
            assertRefused(
                    () -> drain(flight.doAction(new Action(type), db())),
                    FlightStatusCode.UNIMPLEMENTED,
                    "'" + type + "' is not supported");
        }
        assertRefused(
                () -> put(FlightDescriptor.path("home")), FlightStatusCode.UNIMPLEMENTED, "path");
    }

    private static void drain(Iterator<?> results) {
        results.forEachRemaining(result -> assertThat(result).isNotNull());
    }

    private void put(FlightDescriptor descriptor) {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(List.of()), memory)) {
            FlightClient.ClientStreamListener listener =
                    flight.startPut(descriptor, root, new AsyncPutListener(), db());
            listener.completed();
            listener.getResult();
        }
    }

    private static FlightDescriptor command(Message message) {
        return FlightDescriptor.command(Any.pack(message).toByteArray());
    }

    private List<String> bound(
            FlightSqlClient.PreparedStatement statement, Schema schema, long number, String text)
            throws Exception {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, memory)) {
            FlightRows.fillNumber(root, 0, number);
            FlightRows.fill(root, 1, text);
            root.setRowCount(1);
            statement.setParameters(root);
            return rows(statement.execute(db()), as());
        }
    }
}
