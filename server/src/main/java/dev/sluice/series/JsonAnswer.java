// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.SerializableString;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// JSON as version 1 answers (data.md 3.4, 3.5): one document, or a document a chunk.
///
/// What JSON cannot say, an infinite number, makes an error of the whole document; where the client
/// has the beginning of it already, of the statement.
final class JsonAnswer implements AnswerWriter, CellSink {
    private static final ObjectWriter PLAIN = new JsonMapper().writer();
    private static final ObjectWriter PRETTY = PLAIN.with(indented());

    private static final SerializableString SERIES = new SerializedString("series");
    private static final SerializableString NAME = new SerializedString("name");
    private static final SerializableString TAGS = new SerializedString("tags");
    private static final SerializableString COLUMNS = new SerializedString("columns");
    private static final SerializableString VALUES = new SerializedString("values");

    /// How deep the object of a result lies in its document.
    private static final int RESULT_DEPTH = 3;

    private final AnswerStyle style;
    private final AnswerSink sink;
    private final Bytes bytes;
    private TimeText times = new TimeText("");
    private String zone = "";
    private @Nullable JsonGenerator open;
    private long documentStart;
    private boolean written;
    private boolean spoiled;
    private @Nullable String unsupported;

    JsonAnswer(AnswerStyle style, AnswerSink sink) {
        this.style = style;
        this.sink = sink;
        this.bytes = new Bytes(sink);
    }

    private static PrettyPrinter indented() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter(
                        new Separators()
                                .withObjectNameValueSpacing(Spacing.AFTER)
                                .withObjectEmptySeparator("")
                                .withArrayEmptySeparator(""))
                .withArrayIndenter(lines)
                .withObjectIndenter(lines);
    }

    @Override
    public void rows(int statement, SeriesRows rows) {
        if (spoiled) {
            return;
        }
        try {
            write(statement, rows);
        } catch (UnsupportedNumberException infinite) {
            if (sink.rewind(documentStart)) {
                replaceDocument(infinite.sentence);
            } else {
                error(statement, infinite.sentence);
            }
        }
    }

    private void write(int statement, SeriesRows rows) {
        boolean more = rows.next();
        if (!rows.zone().equals(zone)) {
            zone = rows.zone();
            times = new TimeText(zone);
        }
        openResult(statement);
        Head head = new Head(rows);
        while (more) {
            more = writeSeries(statement, rows, head);
            if (more && style.chunked()) {
                json().writeEndArray().writeBooleanProperty("partial", true);
                closeResult();
            }
        }
        closeResult();
    }

    /// What stands before the values of each series.
    private final class Head {
        private final SeriesRows rows;
        private final List<SerializedString> tagKeys;
        private final SerializableString columns;

        Head(SeriesRows rows) {
            this.rows = rows;
            this.tagKeys = rows.tagKeys().stream().map(SerializedString::new).toList();
            this.columns = new SerializedString(PLAIN.writeValueAsString(rows.columns()));
        }

        void write(JsonGenerator json) {
            String name = rows.name();
            if (!name.isEmpty()) {
                json.writeName(NAME).writeString(name);
            }
            if (!tagKeys.isEmpty()) {
                json.writeName(TAGS).writeStartObject();
                for (int key = 0; key < tagKeys.size(); key++) {
                    json.writeName(tagKeys.get(key));
                    rows.tag(key, JsonAnswer.this);
                }
                json.writeEndObject();
            }
            json.writeName(COLUMNS);
            if (style.pretty()) {
                json.writeStartArray();
                rows.columns().forEach(json::writeString);
                json.writeEndArray();
            } else {
                json.writeRawValue(columns);
            }
        }
    }

    /// Writes a series, or a chunk of one.
    ///
    /// @return whether there is another row
    private boolean writeSeries(int statement, SeriesRows rows, Head head) {
        JsonGenerator json = openSeriesArray(statement);
        json.writeStartObject();
        head.write(json);
        json.writeName(VALUES).writeStartArray();
        int columns = rows.columns().size();
        long count = 0;
        boolean more;
        do {
            writeRow(json, rows, columns);
            count++;
            more = rows.next();
        } while (more && !rows.startsSeries() && count != style.chunkRows());
        json.writeEndArray();
        if (more && !rows.startsSeries()) {
            json.writeBooleanProperty("partial", true);
        }
        json.writeEndObject();
        return more;
    }

    private void writeRow(JsonGenerator json, SeriesRows rows, int columns) {
        json.writeStartArray();
        for (int column = 0; column < columns; column++) {
            rows.cell(column, this);
        }
        json.writeEndArray();
        if (unsupported != null) {
            String sentence = "json: unsupported value: " + unsupported;
            unsupported = null;
            throw new UnsupportedNumberException(sentence);
        }
    }

    private JsonGenerator openSeriesArray(int statement) {
        openResult(statement);
        JsonGenerator json = json();
        if (json.streamWriteContext().inObject()) {
            json.writeName(SERIES).writeStartArray();
        }
        return json;
    }

    @Override
    public void error(int statement, String message) {
        if (spoiled) {
            return;
        }
        openResult(statement);
        closeTo(RESULT_DEPTH);
        json().writeStringProperty("error", message);
        closeResult();
    }

    @Override
    public void end() {
        if (!spoiled && (open != null || !written)) {
            openDocument();
            closeDocument();
        }
    }

    private JsonGenerator json() {
        if (open == null) {
            throw new IllegalStateException("no document is open");
        }
        return open;
    }

    private void openDocument() {
        if (open == null) {
            documentStart = sink.position();
            open = (style.pretty() ? PRETTY : PLAIN).createGenerator(bytes);
            open.writeStartObject().writeArrayPropertyStart("results");
        }
    }

    private void openResult(int statement) {
        openDocument();
        if (depth() < RESULT_DEPTH) {
            json().writeStartObject().writeNumberProperty("statement_id", statement);
        }
    }

    private void closeResult() {
        closeTo(RESULT_DEPTH - 1);
        if (style.chunked()) {
            closeDocument();
        }
    }

    private void closeDocument() {
        closeTo(0);
        json().close();
        bytes.newline();
        open = null;
        written = true;
        if (style.chunked()) {
            sink.pause();
        }
    }

    private int depth() {
        return json().streamWriteContext().getNestingDepth();
    }

    private void closeTo(int depth) {
        while (depth() > depth) {
            TokenStreamContext inner = json().streamWriteContext();
            if (inner.inArray()) {
                json().writeEndArray();
            } else {
                json().writeEndObject();
            }
        }
    }

    /// Its generator is given up unclosed, for it would write what it still holds.
    private void replaceDocument(String message) {
        try (JsonGenerator json = PLAIN.createGenerator(bytes)) {
            json.writeStartObject().writeStringProperty("error", message).writeEndObject();
        }
        bytes.newline();
        open = null;
        written = true;
        spoiled = !style.chunked();
    }

    @Override
    public void nothing() {
        json().writeNull();
    }

    @Override
    public void time(long nanos) {
        if (style.epoch() == null) {
            int length = times.put(nanos);
            json().writeUTF8String(times.characters(), 0, length);
        } else {
            json().writeNumber(style.epoch().count(nanos));
        }
    }

    @Override
    public void integer(long value) {
        json().writeNumber(value);
    }

    @Override
    public void unsigned(long value) {
        if (value < 0) {
            json().writeNumber(Long.toUnsignedString(value));
        } else {
            json().writeNumber(value);
        }
    }

    @Override
    public void real(double value) {
        if (Reals.whole(value)) {
            json().writeNumber((long) value);
        } else if (Double.isNaN(value)) {
            json().writeNull();
        } else if (Double.isInfinite(value)) {
            unsupported = value > 0 ? "+Inf" : "-Inf";
            json().writeNull();
        } else {
            json().writeNumber(Reals.text(value));
        }
    }

    @Override
    public void truth(boolean value) {
        json().writeBoolean(value);
    }

    @Override
    public void text(String value) {
        json().writeString(value);
    }

    @Override
    public void text(byte[] utf8, int length) {
        json().writeUTF8String(utf8, 0, length);
    }

    /// A number that JSON has no word for.
    private static final class UnsupportedNumberException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String sentence;

        UnsupportedNumberException(String sentence) {
            super(sentence, null, false, false);
            this.sentence = sentence;
        }
    }

    private static final class Bytes extends OutputStream {
        private static final byte[] NEWLINE = {'\n'};

        private final AnswerSink sink;

        Bytes(AnswerSink sink) {
            this.sink = sink;
        }

        void newline() {
            write(NEWLINE, 0, 1);
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            sink.write(source, offset, length);
        }
    }
}
