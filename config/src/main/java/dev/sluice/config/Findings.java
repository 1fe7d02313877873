// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/// Collects everything that is wrong or doubtful, so that a person sees all of it at once.
final class Findings {
    private final String file;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();

    /// @param file what the places in YAML are said to be in
    Findings(String file) {
        this.file = file;
    }

    /// Something wrong at a place in the file.
    void refuse(Node place, String key, String message) {
        problems.add(new ConfigProblem(file, lineOf(place), key, message));
    }

    /// Something wrong in another source.
    void refuse(String source, String key, String message) {
        problems.add(new ConfigProblem(source, 0, key, message));
    }

    /// Something wrong at a line of the file.
    void refuseLine(int line, String message) {
        problems.add(new ConfigProblem(file, line, "", message));
    }

    /// Something doubtful at a place in the file.
    void warn(Node place, String key, String message) {
        warnings.add(new ConfigProblem(file, lineOf(place), key, message));
    }

    /// Something doubtful in another source.
    void warn(String source, String key, String message) {
        warnings.add(new ConfigProblem(source, 0, key, message));
    }

    String file() {
        return file;
    }

    /// In the order of the file; what is in no file comes first.
    List<ConfigProblem> problems() {
        return inOrder(problems);
    }

    /// In the order of the file; what is in no file comes first.
    List<ConfigProblem> warnings() {
        return inOrder(warnings);
    }

    private static List<ConfigProblem> inOrder(List<ConfigProblem> findings) {
        return findings.stream().sorted(Comparator.comparingInt(ConfigProblem::line)).toList();
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }
}
