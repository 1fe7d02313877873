// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the statements of our macros and counts how often each names its parameters.
final class MacroText {
    private static final Pattern HEAD = Pattern.compile("CREATE MACRO (\\w+)");
    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*'|[A-Za-z_]\\w*|[(),\\[\\]{}]");

    /// By macro, the most of all its versions.
    private final Map<String, List<Integer>> times = new LinkedHashMap<>();

    /// @param statements each macro after those that it calls
    static Map<String, List<Integer>> times(List<String> statements) {
        MacroText result = new MacroText();
        statements.forEach(result::read);
        return result.times;
    }

    /// The parameters of each version of one.
    static List<List<String>> parameters(String statement) {
        Matcher head = HEAD.matcher(statement);
        if (!head.lookingAt()) {
            throw new IllegalArgumentException("not a macro: " + statement);
        }
        return versions(statement.substring(head.end())).stream()
                .map(version -> version.substring(1, version.indexOf(" AS ") - 1))
                .map(list -> Stream.of(list.split(",", -1)).map(String::strip).toList())
                .toList();
    }

    private void read(String statement) {
        Matcher head = HEAD.matcher(statement);
        if (!head.lookingAt()) {
            throw new IllegalArgumentException("not a macro: " + statement);
        }
        List<Integer> most = new ArrayList<>();
        for (String version : versions(statement.substring(head.end()))) {
            int body = version.indexOf(" AS ");
            String list = version.substring(1, body - 1).strip();
            String text = version.substring(body + 4);
            String[] parameters = list.split(",", -1);
            for (int i = 0; i < parameters.length; i++) {
                int found = count(text, parameters[i].strip());
                if (i == most.size()) {
                    most.add(0);
                }
                most.set(i, Math.max(most.get(i), found));
            }
        }
        times.put(head.group(1), most);
    }

    /// Cuts at the commas that are in no parentheses.
    private static List<String> versions(String text) {
        List<String> result = new ArrayList<>();
        int depth = 0;
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '\'';
            if (!quoted) {
                depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
                if (c == ',' && depth == 0) {
                    result.add(text.substring(from, i).strip());
                    from = i + 1;
                }
            }
        }
        result.add(text.substring(from).strip());
        return result;
    }

    /// A call that is open.
    private static final class Open {
        final List<Integer> times;
        int place;

        Open(List<Integer> times) {
            this.times = times;
        }

        int factor() {
            return place < times.size() ? times.get(place) : 1;
        }
    }

    private int count(String body, String parameter) {
        List<Open> open = new ArrayList<>();
        int sum = 0;
        String before = "";
        Matcher tokens = TOKEN.matcher(body);
        while (tokens.find()) {
            String token = tokens.group();
            switch (token) {
                case "(", "[", "{" ->
                        open.add(
                                new Open(
                                        token.equals("(")
                                                ? times.getOrDefault(before, List.of())
                                                : List.of()));
                case ")", "]", "}" -> open.removeLast();
                case "," -> {
                    if (!open.isEmpty()) {
                        open.getLast().place++;
                    }
                }
                default -> {
                    if (token.equals(parameter)) {
                        sum += open.stream().mapToInt(Open::factor).reduce(1, (a, b) -> a * b);
                    }
                }
            }
            before = token;
        }
        return sum;
    }
}
