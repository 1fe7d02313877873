// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What several runs of a program used, in the form that the JVM writes and reads: a line for each
/// class, and lines that begin with `@` for what was resolved in them.
final class ClassList {
    private static final String RESOLVED = "@cp ";

    private final Set<String> classes = new LinkedHashSet<>();
    private final Set<String> lambdas = new TreeSet<>();
    private final Map<String, Set<Integer>> resolved = new LinkedHashMap<>();

    /// Adds what one run used.
    void add(String text) {
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(this::line);
    }

    private void line(String line) {
        if (line.startsWith(RESOLVED)) {
            String[] words = line.substring(RESOLVED.length()).split(" ", -1);
            Set<Integer> places = resolved.computeIfAbsent(words[0], _ -> new TreeSet<>());
            for (int i = 1; i < words.length; i++) {
                places.add(Integer.valueOf(words[i]));
            }
        } else if (line.startsWith("@")) {
            lambdas.add(line);
        } else if (!line.contains(" source:")) {
            // The number of a class differs from run to run; only custom loaders need it.
            classes.add(line.replaceFirst(" id: \\d+$", ""));
        }
    }

    /// The list of them all: first the classes, since what is resolved in a class comes after it.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        classes.forEach(name -> text.append(name).append('\n'));
        lambdas.forEach(line -> text.append(line).append('\n'));
        resolved.forEach((name, places) -> {
            text.append(RESOLVED).append(name);
            places.forEach(place -> text.append(' ').append(place));
            text.append('\n');
        });
        return text.toString();
    }
}
