// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The document by itself. That the golden route table is the server's is another test's subject.
final class ApiDocumentTest {
    private final ApiDocument document = ApiDocument.load();

    @Test
    void namesTheOperationsThatAreServedAndNoOthers() throws IOException {
        List<String> served =
                Files.readAllLines(Path.of("src", "test", "golden", "routes.txt")).stream()
                        .filter(line -> line.contains(" " + ApiDocument.BASE + "/"))
                        .toList();

        assertThat(document.operations()).containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void everyOperationHasAnIdOfItsOwnAndTheAnswersThatAnyOfThemCanGive() {
        TreeSet<String> ids = new TreeSet<>();
        for (String operation : document.operations()) {
            String[] words = operation.split(" ", -1);
            ApiDocument.Match.Operation found =
                    (ApiDocument.Match.Operation)
                            document.match(words[0], words[1].replaceAll("[{}]", ""));
            JsonNode node = document.at(found.place());
            ids.add(node.get("operationId").stringValue());

            assertThat(node.get("responses").propertyNames())
                    .as(operation)
                    .contains("400", "401", "403", "404", "429", "500", "503")
                    .containsAnyOf("200", "204");
        }

        assertThat(ids).hasSameSizeAs(document.operations());
    }

    @Test
    void itsExamplesAreAsItsSchemasSay() {
        int examples = 0;
        for (Map.Entry<String, JsonNode> schema : document.at("/components/schemas").properties()) {
            for (JsonNode example : schema.getValue().path("examples")) {
                String place = "/components/schemas/" + schema.getKey();

                assertThat(document.offences(place, example)).as(place).isEmpty();
                examples++;
            }
        }

        assertThat(examples).isGreaterThan(20);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (JsonNode reference : document.at("").findValues("$ref")) {
            String target = reference.stringValue();

            assertThat(document.at(target.substring(1)).isMissingNode()).as(target).isFalse();
        }
    }
}
