// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.ConfigChanges;
import dev.sluice.config.ConfigLoading;
import dev.sluice.config.ServerConfig;
import dev.sluice.operator.Resources;
import dev.sluice.operator.appinstance.AppInstance;
import dev.sluice.operator.appinstance.SpecReader;
import dev.sluice.operator.appinstance.WithoutEffect;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every value of an AppInstance does something, or is told to do nothing. The AppInstances are the
/// examples that together use every key of the schema: each value of theirs is changed and taken
/// away, and where neither changes an object it has to be told.
final class EveryKeyTest {
    @TempDir private Path directory;

    private static final Path EXAMPLES =
            Path.of(
                    "..",
                    "deploy",
                    "src",
                    "test",
                    "resources",
                    "dev",
                    "sluice",
                    "deploy",
                    "examples.yaml");

    /// They ask for what is so anyway, here or always.
    private static final Set<String> SO_ANYWAY =
            Set.of(
                    "admin.dsn.valueFrom.secretKeyRef.name: catalog",
                    "admin.dsn.valueFrom.secretKeyRef.key: dsn",
                    "featureFlags: enableDefaultResourceLimits",
                    "featureFlags: noGrpcProbes",
                    "featureFlags: noPrometheus",
                    "featureFlags: serviceMonitor");

    /// The examples say themselves what speaks at the store.
    private static final String OLD_FORM = "objectStore: {s3: null}";

    /// What a server by itself may be told, with files that no pod has.
    private static final String FOR_SERVERS = "settings of our own";

    private static final String NO_FILES =
            """
            sluice:
              http: {tlsCertificateFile: null, tlsKeyFile: null}
            egress: {customCertificates: {valueFrom: {configMapKeyRef: {name: ca, key: ca.pem}}}}
            """;

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @TestFactory
    Stream<DynamicTest> doesSomethingOrIsTold() throws IOException {
        JsonNode examples = Resources.yaml(Files.readString(EXAMPLES));
        return Stream.concat(
                examples.properties().stream()
                        .filter(example -> !example.getValue().has("resource"))
                        .map(example ->
                                DynamicTest.dynamicTest(
                                        example.getKey(),
                                        () ->
                                                check(
                                                        OLD_FORM,
                                                        example.getValue().toString(),
                                                        example.getKey().equals(FOR_SERVERS)
                                                                ? NO_FILES
                                                                : "{}"))),
                Stream.of(
                        DynamicTest.dynamicTest(
                                "every kind of pods",
                                () -> check(Resources.EVERYTHING, Resources.ROLES))));
    }

    private static void check(String... settings) {
        AppInstance whole = Resources.with(settings);
        List<JsonNode> objects = Objects.requireNonNull(objects(whole));
        List<String> told = told(whole);
        List<String> silent = new ArrayList<>();
        for (JsonPointer value : values(Resources.settingsOf(whole))) {
            JsonNode there = Resources.settingsOf(whole).at(value);
            Set<List<JsonNode>> others = new HashSet<>();
            for (JsonNode other : Arrays.asList(null, another(there))) {
                List<JsonNode> made = objects(with(whole, value, other));
                if (made != null) {
                    others.add(made);
                }
            }
            if (others.equals(Set.of(objects))
                    && told.stream().noneMatch(key -> names(key, value, there))) {
                silent.add(key(value) + ": " + there.asText());
            }
        }
        silent.removeAll(SO_ANYWAY);
        assertThat(silent).as("without effect, and not told").isEmpty();
    }

    /// Null for those that are refused. Files of YAML are trees, since the order of their keys says
    /// nothing.
    private static @Nullable List<JsonNode> objects(AppInstance instance) {
        if (SpecReader.read(instance.getSpec()) instanceof SpecReader.Reading.Refused) {
            return null;
        }
        List<JsonNode> trees = new ArrayList<>();
        for (HasMetadata object : Rendered.of(instance).objects()) {
            JsonNode tree = Resources.yaml(Serialization.asYaml(object).replaceFirst("^---", ""));
            if (object instanceof ConfigMap && tree.get("data") instanceof ObjectNode data) {
                data.properties().stream()
                        .filter(file -> file.getKey().endsWith(".yaml"))
                        .forEach(file -> file.setValue(Resources.yaml(file.getValue().asText())));
            }
            trees.add(tree);
        }
        return trees;
    }

    /// Whoever reads a setting as it runs says so; pods start again for all others, and for no
    /// more.
    @Test
    void podsStartAgainForWhatAServerDoesNotTakeAsItRuns() throws IOException {
        JsonNode example = Resources.yaml(Files.readString(EXAMPLES)).get(FOR_SERVERS);
        AppInstance whole = Resources.with(example.toString(), NO_FILES);
        Rendered before = Rendered.of(whole);
        List<String> live = new ArrayList<>();
        int compared = 0;
        for (JsonPointer value : values(Resources.settingsOf(whole))) {
            if (!String.valueOf(value).startsWith("/sluice/")) {
                continue;
            }
            AppInstance other = with(whole, value, another(Resources.settingsOf(whole).at(value)));
            ConfigChanges changes = changes(before, other);
            if (changes != null) {
                assertThat(hash(Rendered.of(other)).equals(hash(before)))
                        .as(key(value))
                        .isEqualTo(changes.afterRestart().isEmpty());
                live.addAll(changes.live());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(25);
        assertThat(live)
                .contains("sluice.access.adminTokenDataAccess", "sluice.access.clockSkewSeconds");
    }

    private static String hash(Rendered rendered) {
        return rendered.tree("StatefulSet", "iox-shared-ingester")
                .at("/spec/template/metadata/annotations/sluice.dev~1settings")
                .asText();
    }

    /// As a server that runs compares two files; null for one that it would refuse.
    private @Nullable ConfigChanges changes(Rendered before, AppInstance other) {
        if (SpecReader.read(other.getSpec()) instanceof SpecReader.Reading.Read
                && Rendered.of(other).load(directory)
                        instanceof ConfigLoading.Loaded(ServerConfig after, var _)) {
            return ConfigChanges.between(config(before), after);
        }
        return null;
    }

    private ServerConfig config(Rendered rendered) {
        return ((ConfigLoading.Loaded) rendered.load(directory)).config();
    }

    private static List<String> told(AppInstance instance) {
        return SpecReader.read(instance.getSpec()) instanceof SpecReader.Reading.Read(var spec)
                ? WithoutEffect.keys(spec.content())
                : List.of();
    }

    /// Whether a key that is told is that of a value, or stands above it.
    private static boolean names(String told, JsonPointer value, JsonNode there) {
        String key = key(value);
        return key.equals(told)
                || (key + ": " + there.asText()).equals(told)
                || key.startsWith(told + ".")
                || key.startsWith(told + "[");
    }

    /// `images.overrides[0].name`; an entry of a list of words is known by its word.
    private static String key(JsonPointer value) {
        String key =
                String.valueOf(value)
                        .substring(1)
                        .replaceAll("/(\\d+)(?=/|$)", "[$1]")
                        .replace('/', '.')
                        .replace("~1", "/");
        return key.replaceFirst("^featureFlags\\[\\d+]$", "featureFlags");
    }

    private static List<JsonPointer> values(JsonNode settings) {
        List<JsonPointer> values = new ArrayList<>();
        collect(settings, JsonPointer.empty(), values);
        return values;
    }

    private static void collect(JsonNode node, JsonPointer place, List<JsonPointer> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member ->
                            collect(
                                    member.getValue(),
                                    place.appendProperty(member.getKey()),
                                    values));
        } else if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                collect(node.get(index), place.appendIndex(index), values);
            }
        } else {
            values.add(place);
        }
    }

    /// With another value in its place, or with none.
    private static AppInstance with(
            AppInstance whole, JsonPointer place, @Nullable JsonNode other) {
        AppInstance changed = Resources.with();
        changed.setSpec(whole.getSpec().deepCopy());
        JsonNode owner = Resources.settingsOf(changed).at(place.head());
        String member = place.last().getMatchingProperty();
        if (owner instanceof ObjectNode object) {
            if (other == null) {
                object.remove(member);
            } else {
                object.set(member, other);
            }
        } else if (owner instanceof ArrayNode array) {
            int index = place.last().getMatchingIndex();
            if (other == null) {
                array.remove(index);
            } else {
                array.set(index, other);
            }
        }
        return changed;
    }

    /// The next number, the other truth, a number that is one more in a text, or a longer text.
    private static JsonNode another(JsonNode value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value.isBoolean()) {
            return nodes.booleanNode(!value.asBoolean());
        }
        if (value.isNumber()) {
            return nodes.numberNode(value.asLong() + 1);
        }
        Matcher number = NUMBER.matcher(value.asText());
        return nodes.textNode(
                number.find()
                        ? number.replaceFirst(String.valueOf(Long.parseLong(number.group()) + 1))
                        : value.asText() + "x");
    }
}
