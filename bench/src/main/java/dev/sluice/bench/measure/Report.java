// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a bench found out.
///
/// @param bench its name
/// @param machine what it ran on, in general terms
/// @param comparisons in the order of measuring
/// @param remarks sentences on what numbers alone do not tell
public record Report(
        String bench, String machine, List<Comparison> comparisons, List<String> remarks) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int DIGITS = 3;

    /// Copies the lists.
    public Report {
        comparisons = List.copyOf(comparisons);
        remarks = List.copyOf(remarks);
    }

    /// For people: a table of Markdown for each comparison.
    public String table() {
        StringBuilder text = new StringBuilder("Measured on ").append(machine).append(".\n");
        for (Comparison comparison : comparisons) {
            Quantity quantity = comparison.quantity();
            text.append('\n')
                    .append(comparison.subject())
                    .append(": ")
                    .append(quantity.title())
                    .append(quantity.unit().isEmpty() ? "" : ", ")
                    .append(quantity.unit())
                    .append("\n\n");
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("", "median", "lowest", "highest", "ratio"));
            comparison.lines().forEach(line -> rows.add(row(line)));
            appendRows(text, rows);
        }
        appendRemarks(text);
        return text.toString();
    }

    /// For people, where the same contenders are compared in many quantities: one table of medians
    /// for each subject, with the ratio to the first contender in brackets.
    public String overview() {
        StringBuilder text = new StringBuilder("Measured on ").append(machine).append(".\n");
        Map<String, List<List<String>>> tables = new LinkedHashMap<>();
        for (Comparison comparison : comparisons) {
            tables.computeIfAbsent(comparison.subject(), _ -> headed(comparison.lines()))
                    .add(overviewRow(comparison));
        }
        tables.forEach((subject, rows) -> {
            text.append('\n').append(subject).append("\n\n");
            appendRows(text, rows);
        });
        appendRemarks(text);
        return text.toString();
    }

    private static List<List<String>> headed(List<Comparison.Line> lines) {
        List<String> names = new ArrayList<>(List.of("median (ratio)"));
        lines.forEach(line -> names.add(line.name()));
        return new ArrayList<>(List.of(names));
    }

    private static List<String> overviewRow(Comparison comparison) {
        Quantity quantity = comparison.quantity();
        List<String> row = new ArrayList<>();
        row.add(quantity.title() + (quantity.unit().isEmpty() ? "" : ", " + quantity.unit()));
        for (Comparison.Line line : comparison.lines()) {
            String ratio = row.size() > 1 ? ratio(line.ratio()) : "";
            row.add(number(line.median()) + (ratio.isEmpty() ? "" : " (" + ratio + ")"));
        }
        return row;
    }

    private void appendRemarks(StringBuilder text) {
        if (!remarks.isEmpty()) {
            text.append('\n');
            remarks.forEach(remark -> text.append(remark).append('\n'));
        }
    }

    private static List<String> row(Comparison.Line line) {
        return List.of(
                line.name(),
                number(line.median()),
                number(line.lowest()),
                number(line.highest()),
                ratio(line.ratio()));
    }

    /// Nothing where there is no ratio, as between two zeros.
    private static String ratio(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "";
    }

    /// Three digits that count, and never an exponent.
    static String number(double value) {
        int whole = value < 1 ? 1 : (int) Math.floor(Math.log10(value)) + 1;
        return String.format(Locale.ROOT, "%." + Math.max(0, DIGITS - whole) + "f", value);
    }

    private static void appendRows(StringBuilder text, List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        appendRow(text, rows.getFirst(), widths);
        text.append("| ").append("-".repeat(widths[0]));
        for (int i = 1; i < widths.length; i++) {
            text.append(" | ").append("-".repeat(widths[i] - 1)).append(':');
        }
        text.append(" |\n");
        rows.subList(1, rows.size()).forEach(row -> appendRow(text, row, widths));
    }

    private static void appendRow(StringBuilder text, List<String> row, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            text.append("| ")
                    .append(i == 0 ? row.get(i) + padding : padding + row.get(i))
                    .append(' ');
        }
        text.append("|\n");
    }

    /// For machines.
    public String json() {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("bench", bench);
        root.put("machine", machine);
        ArrayNode all = root.putArray("comparisons");
        for (Comparison comparison : comparisons) {
            ObjectNode one = all.addObject();
            one.put("subject", comparison.subject());
            one.put("quantity", comparison.quantity().title());
            one.put("unit", comparison.quantity().unit());
            ArrayNode lines = one.putArray("lines");
            for (Comparison.Line line : comparison.lines()) {
                ObjectNode member = lines.addObject();
                member.put("name", line.name());
                member.put("median", line.median());
                member.put("lowest", line.lowest());
                member.put("highest", line.highest());
                if (Double.isFinite(line.ratio())) {
                    member.put("ratio", line.ratio());
                }
                ArrayNode values = member.putArray("values");
                line.values().forEach(values::add);
            }
        }
        ArrayNode sentences = root.putArray("remarks");
        remarks.forEach(sentences::add);
        return MAPPER.writeValueAsString(root);
    }
}
