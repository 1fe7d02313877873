// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.catalog.CatalogView;
import dev.sluice.influxql.InfluxqlParser;
import dev.sluice.influxql.Statement;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.Rehearsal;
import dev.sluice.query.ResultStream;
import dev.sluice.query.SeriesResult;
import dev.sluice.series.AnswerFormat;
import dev.sluice.series.AnswerSink;
import dev.sluice.series.AnswerStyle;
import dev.sluice.series.AnswerWriter;
import dev.sluice.series.SeriesRows;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks [FirstQuestions] while a server starts, so that whoever asks first finds code that has run,
/// and footers and newest rows of files in memory. The answers are written, but to nobody.
///
/// It begins as soon as there is somebody to answer, on a thread of its own, beside the rest of the
/// start. A server that is open waits for its end before it says that it is ready, but not for
/// long: then the asking goes on behind its back, until its own time is over. Whatever fails
/// concerns nobody.
final class Warming implements AutoCloseable {
    /// How much later a server is ready for it at most. Where there are two processors it needs no
    /// longer than the rest of the start.
    static final Duration WAIT_MAX = Duration.ofMillis(500);

    /// How long it asks. What is asked then ends as a query does that is out of time.
    static final Duration TIME_MAX = Duration.ofSeconds(2);

    /// How many tables it asks about.
    static final int TABLES_MAX = 3;

    /// How long closing waits for a question that hangs.
    private static final Duration END_MAX = Duration.ofSeconds(5);

    private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final AnswerStyle STYLE = new AnswerStyle(AnswerFormat.JSON, null, false, 0);
    private static final Logger log = LoggerFactory.getLogger(Warming.class);

    private final CatalogView catalog;
    private final Rehearsal queries;
    private final long endNanos;
    private final Thread asking;

    private Warming(CatalogView catalog, Rehearsal queries, Duration timeMax) {
        this.catalog = catalog;
        this.queries = queries;
        this.endNanos = System.nanoTime() + timeMax.toNanos();
        this.asking = Thread.ofVirtual().name("sluice-warming").unstarted(this::ask);
    }

    /// Begins to ask.
    ///
    /// @param catalog says which tables there are
    /// @param queries answers
    static Warming begin(CatalogView catalog, Rehearsal queries) {
        return begin(catalog, queries, TIME_MAX);
    }

    /// @param timeMax how long it asks
    static Warming begin(CatalogView catalog, Rehearsal queries, Duration timeMax) {
        Warming warming = new Warming(catalog, queries, timeMax);
        warming.asking.start();
        return warming;
    }

    /// Returns when everything was asked, and after [#WAIT_MAX] at the latest.
    ///
    /// @param door where the server answers HTTP already, whose first request takes longer, too;
    ///   null where it wants TLS
    void await(@Nullable InetSocketAddress door) {
        await(door, WAIT_MAX);
    }

    /// @param waitMax how long it may take
    void await(@Nullable InetSocketAddress door, Duration waitMax) {
        long startNanos = System.nanoTime();
        if (door != null) {
            knock(door, waitMax);
        }
        try {
            var _ = asking.join(waitMax.minusNanos(System.nanoTime() - startNanos));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Asks how the server is, as nobody.
    private static void knock(InetSocketAddress door, Duration waitMax) {
        int millisMax = Math.toIntExact(waitMax.toMillis() / 2);
        InetAddress address = door.getAddress();
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            address.isAnyLocalAddress()
                                    ? InetAddress.getLoopbackAddress()
                                    : address,
                            door.getPort()),
                    millisMax);
            socket.setSoTimeout(millisMax);
            socket.getOutputStream().write(HEALTH.getBytes(StandardCharsets.US_ASCII));
            var _ = socket.getInputStream().read();
        } catch (IOException failed) {
            log.atDebug().setCause(failed).log("the server did not hear itself");
        }
    }

    /// Asks nothing more.
    @Override
    public void close() {
        asking.interrupt();
        try {
            if (!asking.join(END_MAX)) {
                log.atDebug().log("a question of the start did not end when it was told to");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(1, endNanos - System.nanoTime()));
    }

    private void ask() {
        try {
            for (FirstQuestions questions : FirstQuestions.of(catalog.snapshot(), TABLES_MAX)) {
                ask(questions);
            }
        } catch (RuntimeException failed) {
            log.atDebug().setCause(failed).log("not everything was asked that was to be warm");
        }
    }

    private void ask(FirstQuestions questions) {
        String value = askSql(questions, questions.sample());
        for (FirstQuestions.Question question : questions.about(value)) {
            switch (question.language()) {
                case SQL -> askSql(questions, question.text());
                case INFLUXQL -> askInfluxql(questions, question.text());
            }
        }
    }

    /// @return the first value of the last row, as text
    private String askSql(FirstQuestions questions, String text) {
        QueryRequest request = new QueryRequest(text, QueryRequest.Language.SQL, Map.of(), left());
        String value = "";
        try (ResultStream rows = queries.rehearse(questions.database(), request);
                WritableByteChannel nobody = Channels.newChannel(OutputStream.nullOutputStream());
                ArrowStreamWriter writer = new ArrowStreamWriter(rows.root(), null, nobody)) {
            while (rows.next()) {
                value = valueOfLastRow(rows.root());
                writer.writeBatch();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return value;
    }

    private static String valueOfLastRow(VectorSchemaRoot rows) {
        int count = rows.getRowCount();
        return count == 0 ? "" : String.valueOf(rows.getVector(0).getObject(count - 1));
    }

    private void askInfluxql(FirstQuestions questions, String text) {
        for (Statement statement : InfluxqlParser.parse(text)) {
            SeriesResult result = queries.rehearse(questions.database(), statement, left());
            try (ResultStream _ = result.rows()) {
                AnswerWriter writer = AnswerWriter.of(STYLE, 1, Nobody.SINK);
                writer.rows(0, SeriesRows.of(result));
                writer.end();
            }
        }
    }

    /// Takes an answer.
    private enum Nobody implements AnswerSink {
        SINK;

        @Override
        public void write(byte[] bytes, int offset, int length) {
            // Nobody asked.
        }

        @Override
        public long position() {
            return 0;
        }

        @Override
        public boolean rewind(long position) {
            return true;
        }

        @Override
        public void pause() {
            // Nothing is held back.
        }
    }
}
