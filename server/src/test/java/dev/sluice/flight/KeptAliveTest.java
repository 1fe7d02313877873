// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static dev.sluice.flight.OpenFlight.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.duckdb.DuckDbEngine;
import dev.sluice.duckdb.DuckDbSettings;
import dev.sluice.model.DatabaseName;
import dev.sluice.objectstore.LocalObjectStore;
import dev.sluice.objectstore.ObjectsInUse;
import dev.sluice.query.QueryPlan;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.QueryService;
import dev.sluice.query.ResultStream;
import dev.sluice.query.ScanLimits;
import dev.sluice.query.SqlEngine;
import dev.sluice.query.WrappedSession;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queries of the real engine whose clients wait long for a first row.
// Flight's streams declare any exception on close.
@SuppressWarnings("try")
final class KeptAliveTest {
    private static final int PLACES = 2;

    @TempDir private Path directory;

    private final OpenFlight flight = OpenFlight.quick();

    /// A query is not open before the client has seen something.
    private final CountDownLatch seen = new CountDownLatch(1);

    private SqlCatalog catalog;
    private DuckDbEngine engine;
    private QueryService service;

    @BeforeEach
    void start() throws IOException {
        catalog = SqlCatalog.open(directory.resolve("catalog.db"));
        catalog.commit(
                        new CatalogChange.CreateDatabase(
                                new DatabaseName("db"),
                                0,
                                DatabaseEntry.TABLES_MAX_DEFAULT,
                                DatabaseEntry.COLUMNS_PER_TABLE_MAX_DEFAULT))
                .require();
        engine =
                DuckDbEngine.start(
                        new DuckDbSettings(
                                directory.resolve("objects"),
                                directory.resolve("spill"),
                                256L << 20,
                                1,
                                PLACES,
                                Duration.ofSeconds(1)));
        service =
                new QueryService(
                        catalog,
                        _ -> List.of(),
                        LocalObjectStore.open(directory.resolve("objects")),
                        new ObjectsInUse(),
                        limit -> new Held(engine.begin(limit), seen),
                        InstantSource.system(),
                        ScanLimits.NONE);
    }

    @AfterEach
    void nothingIsLeaked() throws Exception {
        seen.countDown();
        flight.close();
        Waiting.until("all places are free", () -> engine.freePlaces() == PLACES);
        engine.close();
        catalog.close();
    }

    private FlightStream ask(String text, QueryRequest.Language language) {
        flight.answers(_ ->
                service.open(
                        flight.grants().getLast(),
                        new QueryRequest(text, language, Map.of(), OpenFlight.TIME_LIMIT)));
        return flight.open(bearer("good"));
    }

    @Test
    @Conforms("D-127")
    void whoWaitsHasTheColumnsAndEmptyBatchesAndThenTheRows() throws Exception {
        String sql =
                "SELECT i, 'row ' || i AS text, make_array(i, i + 1) AS pair"
                        + " FROM range(40000) t(i) ORDER BY i";
        try (FlightStream stream = ask(sql, QueryRequest.Language.SQL)) {
            assertThat(stream.getSchema().getFields())
                    .extracting(Field::getName)
                    .containsExactly("i", "text", "pair");
            assertThat(stream.next()).isTrue();
            assertThat(stream.getRoot().getRowCount()).isZero();
            seen.countDown();

            long rows = 0;
            while (stream.next()) {
                BigIntVector numbers = (BigIntVector) stream.getRoot().getVector("i");
                for (int row = 0; row < numbers.getValueCount(); row++) {
                    assertThat(numbers.get(row)).isEqualTo(rows);
                    assertThat(stream.getRoot().getVector("text").getObject(row))
                            .hasToString("row " + rows);
                    assertThat(stream.getRoot().getVector("pair").getObject(row))
                            .isEqualTo(List.of(rows, rows + 1));
                    rows++;
                }
            }
            assertThat(rows).isEqualTo(40_000);
        }
    }

    @Test
    void whoWaitsForSeriesKnowsHowTheyAreGrouped() throws Exception {
        try (FlightStream stream = ask("SHOW MEASUREMENTS", QueryRequest.Language.INFLUXQL)) {
            assertThat(stream.getSchema().getCustomMetadata())
                    .containsKey("iox::influxql::group_key::metadata");
            assertThat(stream.next()).isTrue();
            assertThat(stream.getRoot().getRowCount()).isZero();
            seen.countDown();
            OpenFlight.drain(stream);
        }
    }

    /// The engine is at work, and gives its first row after hours only.
    @Test
    @Conforms("D-128")
    void whoLeavesBeforeTheFirstRowEndsTheQuery() throws Exception {
        seen.countDown();
        String sql =
                "SELECT sum(a.i * b.i) AS total FROM range(10000000) a(i), range(10000000) b(i)"
                        + " WHERE (a.i + b.i) % 7 = 8";
        FlightStream stream = ask(sql, QueryRequest.Language.SQL);
        assertThat(stream.getSchema().getFields())
                .extracting(Field::getName)
                .containsExactly("total");
        for (int batch = 0; batch < 3; batch++) {
            assertThat(stream.next()).isTrue();
            assertThat(stream.getRoot().getRowCount()).isZero();
        }
        assertThat(engine.freePlaces()).isEqualTo(PLACES - 1);

        OpenFlight.cancel(stream);

        Waiting.until("the place is free", () -> engine.freePlaces() == PLACES);
    }

    /// A session whose query is long in being opened.
    private record Held(SqlEngine.Session session, CountDownLatch until) implements WrappedSession {
        @Override
        public ResultStream run(QueryPlan plan) {
            ResultStream result = session.run(plan);
            try {
                if (until.await(OpenFlight.TIME_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    return result;
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            result.close();
            throw new IllegalStateException("the client has seen nothing");
        }
    }
}
