// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is told of the form of a text, and that its content is nobody's business here.
final class AppInstanceTextTest {
    private static List<String> problems(String text) {
        return AppInstanceText.problems("app-instance", text.replace('~', '\n')).stream()
                .map(ConfigProblem::toString)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "apiVersion: a~kind: b~metadata: {}~spec: {any: [thing]}~status: {}~",
                "{\"spec\": {\"pause\": true}}",
                "---~spec: {a: &a {b: 1}, c: *a, d: *a}~",
            })
    void takes(String text) {
        assertThat(problems(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spec:~\tpause: true~ | app-instance:2: the file is not YAML: found character",
                "spec: {pause: true | app-instance:1: the file is not YAML: expected",
                "spec: {}~---~spec: {}~ | app-instance:3: the file has a second document; keep one",
                "- a~ | app-instance:1: the file must be a mapping",
                "spec: {}~spec: {}~ | app-instance:2: spec is given twice",
                "spec:~  a: [{b: 1, b: 2}]~ | app-instance:2: spec.a[0].b is given twice",
                "spec:~  a: &a {b: *a}~ | app-instance:2: spec.a holds itself",
                "spec: {}~sluice: {}~ | app-instance:2: sluice is not a setting; known here: apiV",
            })
    void tells(String text, String start) {
        assertThat(problems(text)).singleElement().asString().startsWith(start);
    }

    @Test
    void tellsEveryMistake() {
        assertThat(problems("spec: {a: 1, a: 2}~spec: {}~sluice: {}~")).hasSize(3);
    }
}
