// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Reads the sources and documents as text.
final class TidyTest {
    /// A file of 400 lines asks for a reason; one of 600 has two subjects.
    private static final int FILE_LINES_MAX = 600;

    private static final Pattern LEFTOVER =
            Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|X" + "XX)\\b");
    private static final Pattern SWITCHED_OFF = Pattern.compile("@(?:Disabled|Ignore)\\b");
    private static final Pattern POOR_NAME =
            Pattern.compile(
                    "\\b(?:class|record|interface|enum) (?:\\w*(?:Util|Utils|Helper|Manager|Impl)|Abstract\\w+|Base[A-Z]\\w*)\\b");
    private static final Pattern CLASS_IN_PROSE =
            Pattern.compile("`([A-Z][a-z]+(?:[A-Z][a-z0-9]+)+)(?:\\.\\w+)?`");

    @Test
    void noFileHoldsTwoSubjects() throws IOException {
        assertThat(offences(sources(), (path, text) -> text.lines().count() > FILE_LINES_MAX))
                .as("files over " + FILE_LINES_MAX + " lines: split them by subject")
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        assertThat(offences(sources(), (path, text) -> LEFTOVER.matcher(text).find()))
                .as("left-over markers: finish it or open an issue")
                .isEmpty();
    }

    @Test
    void noTestIsSwitchedOff() throws IOException {
        assertThat(offences(sources(), (path, text) -> SWITCHED_OFF.matcher(text).find()))
                .as("a switched-off test: mend it or delete it")
                .isEmpty();
    }

    @Test
    void namesSayWhatSetsATypeApart() throws IOException {
        assertThat(offences(sources(), (path, text) -> POOR_NAME.matcher(text).find()))
                .as("type names without a meaning of their own")
                .isEmpty();
    }

    @Test
    void everyPackageSaysWhatItOwns() throws IOException {
        Set<Path> folders =
                sources().stream()
                        .filter(path -> path.toString().contains("src/main/java"))
                        .map(Path::getParent)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(
                        folders.stream()
                                .filter(folder ->
                                        !Files.isRegularFile(folder.resolve("package-info.java"))))
                .as("packages without package-info.java")
                .isEmpty();
    }

    @Test
    void classNamesInTheArchitectureExist() throws IOException {
        Set<String> types =
                sources().stream()
                        .map(path -> path.getFileName().toString().replace(".java", ""))
                        .collect(Collectors.toSet());
        String prose = Files.readString(House.root().resolve("ARCHITECTURE.md"));
        Set<String> unknown = new TreeSet<>();
        Matcher matcher = CLASS_IN_PROSE.matcher(prose);
        while (matcher.find()) {
            if (!types.contains(matcher.group(1))) {
                unknown.add(matcher.group(1));
            }
        }
        assertThat(unknown).as("classes that ARCHITECTURE.md names and nobody has").isEmpty();
    }

    @Test
    void linksBetweenDocumentsLeadSomewhere() throws IOException {
        Pattern link = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)(?:#[^)]*)?\\)");
        List<String> dead = new ArrayList<>();
        for (Path document : files(".md")) {
            Matcher matcher = link.matcher(Files.readString(document));
            while (matcher.find()) {
                if (!Files.exists(document.resolveSibling(matcher.group(1)))) {
                    dead.add(House.root().relativize(document) + " -> " + matcher.group(1));
                }
            }
        }
        assertThat(dead).as("dead links").isEmpty();
    }

    @FunctionalInterface
    private interface Offence {
        boolean in(Path path, String text);
    }

    private static List<String> offences(List<Path> paths, Offence offence) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path path : paths) {
            if (offence.in(path, Files.readString(path))) {
                found.add(House.root().relativize(path).toString());
            }
        }
        return found;
    }

    private static List<Path> sources() throws IOException {
        return files(".java");
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> paths = Files.walk(House.root())) {
            return paths.filter(path -> path.toString().endsWith(ending))
                    .filter(path -> !path.toString().contains("/target/"))
                    .filter(path -> !path.toString().contains("/.sluice/"))
                    .filter(path -> !path.toString().contains("/node_modules/"))
                    .sorted()
                    .toList();
        }
    }
}
