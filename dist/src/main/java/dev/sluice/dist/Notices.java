// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dist.archive.FileTree;
import dev.sluice.model.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Says whose work is in a program and on which terms: every jar with its licence, the notices that
/// the jars carry, and the licences' texts.
///
/// The table `notices.tsv` names the licence of each library; a jar that it does not know stops the
/// packaging, so that nothing is handed out on unknown terms.
public final class Notices {
    private static final String OWN = "sluice-";

    private final List<Row> table;

    /// @param prefix of the jar's file name
    /// @param licence by its SPDX identifier, the name of a text in `licences/`
    private record Row(String prefix, String licence, String holder) {}

    private Notices(List<Row> table) {
        this.table = table;
    }

    /// The notices of a program.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for a jar of unknown licence
    public static String of(Application application) throws IOException {
        return new Notices(rows()).text(application.tree());
    }

    /// The licence of a jar.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* when the table does not tell it
    static String licence(String fileName) throws IOException {
        return new Notices(rows()).row(fileName).licence();
    }

    private static List<Row> rows() throws IOException {
        return Resources.text("notices.tsv")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .map(words -> new Row(words[0], words[1], words[2]))
                .sorted(Comparator.comparingInt((Row row) -> row.prefix().length()).reversed())
                .toList();
    }

    private String text(FileTree tree) throws IOException {
        StringBuilder text = new StringBuilder(Resources.text("notices.txt"));
        TreeSet<String> licences = new TreeSet<>();
        Map<String, List<String>> carried = new LinkedHashMap<>();
        for (FileTree.Entry entry : tree.entries()) {
            String file = entry.path().getFileName().toString();
            if (entry.name().startsWith("app/lib/") && !file.startsWith(OWN)) {
                Row row = row(file);
                licences.add(row.licence());
                text.append("%s%n    %s, %s%n".formatted(file, row.licence(), row.holder()));
                if (file.endsWith(".jar")) {
                    collectNotices(entry.path(), file, carried);
                }
            }
        }
        for (Map.Entry<String, List<String>> notice : carried.entrySet()) {
            heading(text, "Notice of " + String.join(", ", notice.getValue()));
            text.append(notice.getKey().strip()).append('\n');
        }
        for (String licence : licences) {
            heading(text, licence);
            text.append(Resources.text("licences/" + licence + ".txt").strip()).append('\n');
        }
        return text.toString();
    }

    private Row row(String file) {
        return table.stream()
                .filter(row -> file.startsWith(row.prefix()))
                .findFirst()
                .orElseThrow(() ->
                        Problem.invalid(
                                        "licence_unknown",
                                        "the licence of "
                                                + file
                                                + " is not known; add a row to notices.tsv")
                                .asException());
    }

    private static void collectNotices(Path jar, String file, Map<String, List<String>> carried)
            throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (String name : new String[] {"META-INF/NOTICE", "META-INF/NOTICE.txt"}) {
                ZipEntry entry = zip.getEntry(name);
                if (entry != null) {
                    String notice = new String(zip.getInputStream(entry).readAllBytes(), UTF_8);
                    carried.computeIfAbsent(notice, _ -> new ArrayList<>()).add(file);
                }
            }
        }
    }

    private static void heading(StringBuilder text, String words) {
        text.append("\n").append("=".repeat(78)).append("\n").append(words).append("\n");
        text.append("=".repeat(78)).append("\n");
    }
}
