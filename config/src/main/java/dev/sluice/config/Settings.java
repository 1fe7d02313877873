// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Our own settings from all their sources: flag before environment before file before default.
/// Reading a setting also declares it, so that whatever was never read is unknown.
final class Settings {
    private static final String ENVIRONMENT_PREFIX = "SLUICE_";
    private static final String FILE_PREFIX = "sluice.";

    /// What the reference product calls some of them (data.md 7.13), for who brings its environment
    /// along; our own variable comes first.
    static final Map<String, String> REFERENCE_VARIABLES =
            Map.of(
                    "catalog.dsn",
                    "INFLUXDB_IOX_CATALOG_DSN",
                    "write.bodyBytesMax",
                    "INFLUXDB_IOX_MAX_HTTP_REQUEST_SIZE",
                    "write.concurrentRequestsMax",
                    "INFLUXDB_IOX_MAX_HTTP_REQUESTS",
                    "write.partialWrites",
                    "INFLUXDB_IOX_PARTIAL_WRITES_ENABLED",
                    "write.autoCreateDatabase",
                    "INFLUXDB_IOX_NAMESPACE_AUTOCREATION_ENABLED",
                    "write.autoCreateRetentionHours",
                    "INFLUXDB_IOX_NEW_NAMESPACE_RETENTION_HOURS");

    private final @Nullable Section file;
    private final Map<String, String> environment;
    private final Map<String, String> flags;
    private final Findings findings;
    private final Set<String> declared = new HashSet<>();

    /// @param file the section `sluice`, where there is one
    /// @param environment by variable
    /// @param flags by path below `sluice`
    Settings(
            @Nullable Section file,
            Map<String, String> environment,
            Map<String, String> flags,
            Findings findings) {
        this.file = file;
        this.environment = environment;
        this.flags = flags;
        this.findings = findings;
    }

    /// A value and where it comes from.
    private record Given(String text, String key, String source, @Nullable Node place) {}

    /// The variable of a path: `http.bindAddress` is `SLUICE_HTTP_BIND_ADDRESS`.
    static String variableOf(String path) {
        return ENVIRONMENT_PREFIX
                + path.replaceAll("([a-z])([A-Z])", "$1_$2")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT);
    }

    /// A text that is not blank.
    String text(String path, String whenAbsent) {
        String text = read(path, this::text);
        return text == null ? whenAbsent : text;
    }

    private @Nullable String text(Given given) {
        if (given.text.isBlank()) {
            refuse(given, "must not be blank");
            return null;
        }
        return given.text.strip();
    }

    /// The address of a database, which no finding repeats; null where none is given.
    @Nullable PostgresConfig dsn(String path) {
        return read(path, this::dsn);
    }

    private @Nullable PostgresConfig dsn(Given given) {
        if (given.text.isBlank()) {
            refuseSecret(given, "must not be blank");
            return null;
        }
        try {
            return PostgresDsn.parse(given.text.strip());
        } catch (PostgresDsn.DsnException e) {
            refuseSecret(given, e.rule());
            return null;
        }
    }

    /// Whether any source gives it, rightly or not.
    boolean isGiven(String path) {
        return findOutsideFile(path) != null || findNode(path) != null;
    }

    /// Tells what is wrong with a setting, without its value.
    void refuseSecret(String path, String rule) {
        Given given = find(path);
        if (given == null) {
            throw new IllegalStateException(path + " is not given");
        }
        refuseSecret(given, rule);
    }

    private void refuseSecret(Given given, String rule) {
        tell(given, given.key, given.key + " " + rule);
    }

    /// Segments of letters, digits, `.`, `_` and `-`, joined by slashes.
    String objectPath(String path, String whenAbsent) {
        String text = read(path, this::objectPath);
        return text == null ? whenAbsent : text;
    }

    private @Nullable String objectPath(Given given) {
        String text = given.text.strip();
        if (!text.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")) {
            refuse(given, "must be segments of letters, digits, '.', '_' and '-', joined by '/'");
            return null;
        }
        return text;
    }

    /// A path, relative to the working directory where it is not absolute; null where none is
    /// given.
    @Nullable Path path(String path) {
        return read(path, this::path);
    }

    private @Nullable Path path(Given given) {
        String text = text(given);
        try {
            return text == null ? null : Path.of(text);
        } catch (InvalidPathException _) {
            refuse(given, "must be a path");
            return null;
        }
    }

    /// Addresses of servers, and nothing behind them.
    List<URI> origins(String path) {
        return list(
                path,
                Settings::origin,
                text -> Uris.rule(text, "must be an http or https URL of host and port alone"));
    }

    private static Optional<URI> origin(String text) {
        return webAddress(text).filter(uri -> Set.of("", "/").contains(uri.getRawPath()));
    }

    /// An address of the web; null where none is given.
    @Nullable URI url(String path) {
        return read(path, this::url);
    }

    private @Nullable URI url(Given given) {
        String text = given.text.strip();
        URI uri = webAddress(text).orElse(null);
        if (uri == null) {
            refuse(
                    given,
                    Uris.rule(
                            text, "must be an http or https URL without user, query and fragment"));
        }
        return uri;
    }

    private static Optional<URI> webAddress(String text) {
        URI uri = Uris.parse(text);
        return uri == null
                        || !Set.of("http", "https")
                                .contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))
                        || uri.getHost() == null
                        || uri.getRawUserInfo() != null
                        || uri.getRawQuery() != null
                        || uri.getRawFragment() != null
                ? Optional.empty()
                : Optional.of(uri);
    }

    /// A UUID in its usual form; null where none is given.
    @Nullable UUID uuid(String path) {
        return read(path, this::uuid);
    }

    private @Nullable UUID uuid(Given given) {
        String text = given.text.strip();
        if (!text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            refuse(given, "must be a UUID");
            return null;
        }
        return UUID.fromString(text);
    }

    /// Tells which of two settings is missing where one of them is given.
    void requireTogether(String first, String second) {
        Given one = find(first);
        Given other = find(second);
        if (one != null && other == null) {
            requireBeside(one, second);
        } else if (one == null && other != null) {
            requireBeside(other, first);
        }
    }

    private void requireBeside(Given given, String path) {
        String missing = FILE_PREFIX + path;
        tell(given, missing, missing + " is required beside " + given.key);
    }

    /// A whole number within bounds, both included.
    int whole(String path, int whenAbsent, int min, int max) {
        return Math.toIntExact(whole(path, (long) whenAbsent, min, max));
    }

    /// A whole number within bounds, both included.
    long whole(String path, long whenAbsent, long min, long max) {
        Long value = read(path, given -> whole(given, min, max));
        return value == null ? whenAbsent : value;
    }

    private @Nullable Long whole(Given given, long min, long max) {
        try {
            long value = Long.parseLong(given.text.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException _) {
            // told below, like a number out of bounds
        }
        refuse(given, "must be a whole number from " + min + " to " + max);
        return null;
    }

    /// `true` or `false`.
    boolean truth(String path, boolean whenAbsent) {
        Boolean value = read(path, this::truth);
        return value == null ? whenAbsent : value;
    }

    private @Nullable Boolean truth(Given given) {
        return switch (given.text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                refuse(given, "must be true or false");
                yield null;
            }
        };
    }

    /// A list: of the file, or the parts of one text between commas. Each entry that cannot be read
    /// is a finding of its own.
    ///
    /// @param reading gives nothing for what is no entry
    /// @param rule said of such an entry, such as `must be an IP address`
    <T> List<T> list(String path, Function<String, Optional<T>> reading, String rule) {
        return list(path, reading, _ -> rule);
    }

    private <T> List<T> list(
            String path, Function<String, Optional<T>> reading, UnaryOperator<String> rule) {
        List<T> inFile = values(entriesInFile(path), reading, rule);
        Given outside = findOutsideFile(path);
        return outside == null ? inFile : values(split(outside), reading, rule);
    }

    private <T> List<T> values(
            List<Given> entries,
            Function<String, Optional<T>> reading,
            UnaryOperator<String> rule) {
        List<T> values = new ArrayList<>();
        for (Given entry : entries) {
            Optional<T> value = reading.apply(entry.text.strip());
            if (value.isPresent()) {
                values.add(value.get());
            } else {
                refuse(entry, rule.apply(entry.text.strip()));
            }
        }
        return values;
    }

    private List<Given> entriesInFile(String path) {
        Node place = findNode(path);
        String key = FILE_PREFIX + path;
        return switch (place) {
            case null -> List.of();
            case SequenceNode sequence -> {
                List<Given> entries = new ArrayList<>();
                for (int i = 0; i < sequence.getValue().size(); i++) {
                    Given entry = inFile(sequence.getValue().get(i), key + "[" + i + "]");
                    if (entry != null) {
                        entries.add(entry);
                    }
                }
                yield entries;
            }
            default -> {
                Given whole = inFile(place, key);
                yield whole == null ? List.of() : split(whole);
            }
        };
    }

    private static List<Given> split(Given given) {
        return given.text.isBlank()
                ? List.of()
                : Arrays.stream(given.text.split(",", -1))
                        .map(part -> new Given(part, given.key, given.source, given.place))
                        .toList();
    }

    /// Tells of whatever was given and never read. Of the variables only those that begin like a
    /// setting, because launchers and orchestrators have theirs, too.
    void rejectUnknown() {
        rejectUnknownInFile();
        for (String path : flags.keySet()) {
            if (!declared.contains(path)) {
                findings.refuse("flags", path, path + " is not a setting");
            }
        }
        Set<String> variables = new HashSet<>();
        Set<String> prefixes = new HashSet<>();
        for (String path : declared) {
            variables.add(variableOf(path));
            prefixes.add(variableOf(path.substring(0, path.indexOf('.'))) + "_");
        }
        for (String variable : environment.keySet()) {
            if (!variables.contains(variable) && prefixes.stream().anyMatch(variable::startsWith)) {
                findings.warn("environment", variable, variable + " is not a setting");
            }
        }
    }

    private void rejectUnknownInFile() {
        if (file == null) {
            return;
        }
        Set<String> groups = new HashSet<>();
        declared.forEach(path -> groups.add(path.substring(0, path.indexOf('.'))));
        file.rejectUnknown(groups);
        for (String group : groups) {
            Section section = file.findSection(group);
            if (section != null) {
                Set<String> known = new HashSet<>();
                declared.stream()
                        .filter(path -> path.startsWith(group + "."))
                        .forEach(path -> known.add(path.substring(group.length() + 1)));
                section.rejectUnknown(known);
            }
        }
    }

    /// The value of the source that wins. What the file says is read in any case: a mistake in it
    /// is one also where it has no effect, for the flag may be gone at the next start. A place that
    /// the file leaves empty for another source to fill is none.
    private <T> @Nullable T read(String path, Function<Given, @Nullable T> reading) {
        Given inFile = findInFile(path);
        Given outside = findOutsideFile(path);
        if (outside == null) {
            return inFile == null ? null : reading.apply(inFile);
        }
        if (inFile != null && !inFile.text.isBlank()) {
            T _ = reading.apply(inFile);
        }
        return reading.apply(outside);
    }

    private @Nullable Given find(String path) {
        Given given = findOutsideFile(path);
        return given == null ? findInFile(path) : given;
    }

    private @Nullable Given findInFile(String path) {
        Node place = findNode(path);
        return place == null ? null : inFile(place, FILE_PREFIX + path);
    }

    private @Nullable Given findOutsideFile(String path) {
        declared.add(path);
        String flag = flags.get(path);
        if (flag != null) {
            return new Given(flag, path, "flags", null);
        }
        Given own = findVariable(variableOf(path));
        String reference = REFERENCE_VARIABLES.get(path);
        return own == null && reference != null ? findVariable(reference) : own;
    }

    private @Nullable Given findVariable(String variable) {
        String value = environment.get(variable);
        return value == null ? null : new Given(value, variable, "environment", null);
    }

    private @Nullable Node findNode(String path) {
        int dot = path.indexOf('.');
        Node group = file == null ? null : file.find(path.substring(0, dot));
        // Any trouble with the group itself is told once, by rejectUnknown.
        Section section = group == null ? null : Section.of("", group, new Findings(""));
        return section == null ? null : section.find(path.substring(dot + 1));
    }

    private @Nullable Given inFile(Node place, String key) {
        if (place instanceof ScalarNode scalar) {
            return new Given(scalar.getValue(), key, findings.file(), place);
        }
        findings.refuse(place, key, key + " must be a single value");
        return null;
    }

    private void refuse(Given given, String rule) {
        tell(given, given.key, given.key + " " + rule + ", not \"" + given.text + "\"");
    }

    private void tell(Given given, String key, String message) {
        if (given.place == null) {
            findings.refuse(given.source, key, message);
        } else {
            findings.refuse(given.place, key, message);
        }
    }
}
