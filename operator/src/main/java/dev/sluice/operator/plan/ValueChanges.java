// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How often each value that servers are started with was seen to change. Pods bear the number, so
/// that they start again when it does; it tells nothing about the value. That a value has changed
/// is told by a fingerprint, which stays in a Secret.
///
/// @param seen by variable, in order
public record ValueChanges(Map<String, Seen> seen) {
    /// The Secret that keeps it from pass to pass.
    public static final String SECRET = "sluice-value-changes";

    /// Nothing was seen yet.
    public static final ValueChanges NONE = new ValueChanges(Map.of());

    private static final String FILE = "changes.json";

    /// What is known of a value.
    ///
    /// @param fingerprint of the last one that was there
    /// @param changes since the first one
    public record Seen(String fingerprint, int changes) {}

    /// Sorts them.
    public ValueChanges(Map<String, Seen> seen) {
        this.seen = new TreeMap<>(seen);
    }

    /// What the Secret keeps; nothing where it is not there, or not as the operator wrote it.
    public static ValueChanges of(@Nullable Secret secret) {
        String kept =
                secret == null || secret.getData() == null ? null : secret.getData().get(FILE);
        Map<String, Seen> seen = new TreeMap<>();
        if (kept != null) {
            read(kept)
                    .properties()
                    .forEach(variable ->
                            seen.put(
                                    variable.getKey(),
                                    new Seen(
                                            variable.getValue().path("fingerprint").asText(),
                                            variable.getValue().path("changes").asInt())));
        }
        return new ValueChanges(seen);
    }

    private static JsonNode read(String kept) {
        JsonNode none = JsonNodeFactory.instance.objectNode();
        try {
            String text = new String(Base64.getDecoder().decode(kept), StandardCharsets.UTF_8);
            return Objects.requireNonNullElse(Serialization.unmarshal(text, JsonNode.class), none);
        } catch (IllegalArgumentException | KubernetesClientException notOurs) {
            return none;
        }
    }

    /// As [#of(Secret)] reads it.
    Map<String, String> data() {
        byte[] text = Serialization.asJson(seen).getBytes(StandardCharsets.UTF_8);
        return Map.of(FILE, Base64.getEncoder().encodeToString(text));
    }

    /// What is known after another look. A value that is seen for the first time has not changed;
    /// one that is missing is as it was, so that no pod ends while a Secret is deleted and made
    /// again.
    ///
    /// @param variables the only ones that count
    /// @param values of those that have one now
    /// @param cluster whose they are, so that equal values of two have other fingerprints
    public ValueChanges after(
            Collection<String> variables, Map<String, String> values, String cluster) {
        Map<String, Seen> now = new TreeMap<>();
        for (String variable : variables) {
            Seen last = seen.get(variable);
            String value = values.get(variable);
            if (value != null) {
                String fingerprint = Metadata.hash(String.join("\n", cluster, variable, value));
                now.put(
                        variable,
                        last == null || last.fingerprint.equals(fingerprint)
                                ? new Seen(fingerprint, last == null ? 0 : last.changes)
                                : new Seen(fingerprint, last.changes + 1));
            } else if (last != null) {
                now.put(variable, last);
            }
        }
        return new ValueChanges(now);
    }

    /// The changes of some variables, as pods bear them; empty where none has changed.
    String of(Collection<String> variables) {
        return seen.entrySet().stream()
                .filter(variable -> variables.contains(variable.getKey()))
                .filter(variable -> variable.getValue().changes > 0)
                .map(variable -> variable.getKey() + "=" + variable.getValue().changes)
                .collect(Collectors.joining(","));
    }
}
