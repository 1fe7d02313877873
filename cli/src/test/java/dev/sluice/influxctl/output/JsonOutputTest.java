// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class JsonOutputTest {
    private static String written(String name, String value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JsonOutput.write(
                new PrintStream(bytes, true, UTF_8),
                json -> {
                    json.writeStartObject();
                    json.writeStringProperty(name, value);
                    json.writeEndObject();
                });
        return bytes.toString(UTF_8);
    }

    /// A terminal takes U+009B for the beginning of a command, as it does escape and bracket.
    @Test
    void steersNoTerminal() {
        assertThat(written("n\u009b1m", "\u001b[31m\u007f\u009b31m\u202e"))
                .isEqualTo("{\n  \"n\\u009B1m\": \"\\u001B[31m\\u007F\\u009B31m\\u202E\"\n}\n");
    }

    @Test
    void meansTheSameToAProgram() {
        String text = "\u0000\t\n\"\\\u001b\u007f\u0085\u009b\u00e9\u2028\u202e\ufeff\ud83d\ude00";

        assertThat(new JsonMapper().readTree(written("a", text)).get("a").stringValue())
                .isEqualTo(text);
    }

    @Test
    void leavesLettersOfAllLanguages() {
        String text = "Zürich 東京 İı 😀";

        assertThat(written("a", text)).isEqualTo("{\n  \"a\": \"" + text + "\"\n}\n");
    }
}
