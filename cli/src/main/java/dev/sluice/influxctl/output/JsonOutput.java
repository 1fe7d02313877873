// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import java.io.PrintStream;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/// JSON for people and scripts: two spaces of indent, a line feed at the end (admin.md 3.8).
/// Written as it is produced, so a long result needs no memory. No foreign text in it can steer a
/// terminal.
public final class JsonOutput {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .characterEscapes(new VisibleJson())
                    .build();

    private JsonOutput() {}

    /// Writes one document, made by `content`, to `out`.
    public static void write(PrintStream out, Consumer<JsonGenerator> content) {
        try (JsonGenerator json = open(out)) {
            content.accept(json);
        }
        out.print('\n');
        out.flush();
    }

    /// A generator that indents; closing it leaves `out` open and ends no line.
    public static JsonGenerator open(PrintStream out) {
        return FACTORY.createGenerator(new Indented(), out, JsonEncoding.UTF8);
    }

    /// A moment as `{"seconds":…,"nanos":…}`, zero nanos left out; an absent one writes nothing at
    /// all (admin.md 3.7).
    public static void moment(JsonGenerator json, String name, @Nullable Instant moment) {
        if (moment == null) {
            return;
        }
        long seconds = moment.getEpochSecond();
        int nanos = moment.getNano();
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("seconds", seconds);
        if (nanos != 0) {
            json.writeNumberProperty("nanos", nanos);
        }
        json.writeEndObject();
    }

    /// A string member; an absent one writes nothing at all.
    public static void text(JsonGenerator json, String name, @Nullable String text) {
        if (text != null) {
            json.writeStringProperty(name, text);
        }
    }

    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            Separators separators =
                    Separators.createDefaultInstance()
                            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                            .withObjectEmptySeparator("")
                            .withArrayEmptySeparator("");
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            return new DefaultPrettyPrinter(separators)
                    .withObjectIndenter(indenter)
                    .withArrayIndenter(indenter);
        }
    }
}
