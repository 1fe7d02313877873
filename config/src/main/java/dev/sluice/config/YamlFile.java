// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.files.FileTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Finds the settings in a file of any of its three forms: an AppInstance, the value of its
/// `spec.package.spec` by itself, or the values of the Helm chart.
final class YamlFile {
    /// The largest file that is read.
    static final int BYTES_MAX = 3 << 20;

    private static final String API_VERSION = "kubecfg.dev/v1alpha1";
    private static final String KIND = "AppInstance";

    /// Keys of an AppInstance above `spec.package.spec` (admin.md 6.1). A section that was put
    /// there by mistake would be overlooked.
    static final Set<String> RESOURCE_KEYS =
            Set.of("apiVersion", "kind", "metadata", "spec", "status");

    private static final Set<String> SPEC_KEYS = Set.of("imagePullSecrets", "package", "pause");
    private static final Set<String> PACKAGE_HEAD_KEYS = Set.of("apiVersion", "image", "spec");

    /// Sections of `spec.package.spec` (admin.md 6.1) and ours; those that this server has no use
    /// for are accepted and left alone.
    static final Set<String> PACKAGE_KEYS =
            Set.of(
                    "admin",
                    "catalog",
                    "components",
                    "egress",
                    "featureFlags",
                    "hostingEnvironment",
                    "images",
                    "ingesterStorage",
                    "ingress",
                    "monitoringStorage",
                    "objectStore",
                    "observability",
                    "resources",
                    "sluice");

    /// Keys that the Helm values have beside those (admin.md 6.2).
    private static final Set<String> HELM_KEYS =
            Set.of(
                    "fullnameOverride",
                    "global",
                    "image",
                    "imagePullSecrets",
                    "kubit",
                    "kubitSingleNamespace",
                    "nameOverride",
                    "namespaceOverride",
                    "operatorImageOverride",
                    "operatorImageVersion",
                    "pause",
                    "skipOperator",
                    "useCustomEgress");

    private YamlFile() {}

    /// The section that holds `admin` and `sluice`; null when there is none or something is wrong
    /// and was told. A file with nothing in it, or with comments alone, is wrong: a full disk or an
    /// editor leaves one, and it would take all administrators' rights from them.
    ///
    /// @param findings of this file, in which nothing is told yet
    static @Nullable Section read(Path file, Findings findings) {
        String text = readText(file, findings);
        Node root = text == null ? null : compose(text, findings);
        if (text != null && root == null && findings.problems().isEmpty()) {
            findings.refuse(
                    findings.file(),
                    "",
                    (text.isBlank() ? "the file is empty" : "the file has nothing but comments")
                            + "; a file in which everything is as by default has {}");
        }
        Section top = root == null ? null : Section.of("", root, findings);
        if (top == null) {
            return null;
        }
        if (top.has("kind") || top.has("apiVersion")) {
            return packageSpec(top, findings);
        }
        Set<String> known = new HashSet<>(PACKAGE_KEYS);
        known.addAll(HELM_KEYS);
        top.rejectUnknown(known);
        return HelmSwitch.applied(top, findings);
    }

    private static @Nullable Section packageSpec(Section top, Findings findings) {
        requireWord(top, "apiVersion", API_VERSION, findings);
        requireWord(top, "kind", KIND, findings);
        top.rejectUnknown(RESOURCE_KEYS);
        Section spec = top.requireSection("spec");
        if (spec != null) {
            spec.rejectUnknown(SPEC_KEYS);
        }
        Section pack = spec == null ? null : spec.requireSection("package");
        if (pack != null) {
            pack.rejectUnknown(PACKAGE_HEAD_KEYS);
        }
        Node settings = pack == null ? null : pack.find("spec");
        if (pack != null && settings == null) {
            findings.refuse(pack.node(), "spec.package.spec", "spec.package.spec is required");
        }
        Section section = settings == null ? null : Section.of("", settings, findings);
        if (section != null) {
            section.rejectUnknown(PACKAGE_KEYS);
        }
        return section;
    }

    private static void requireWord(Section top, String key, String word, Findings findings) {
        String found = top.requireText(key);
        if (found != null && !found.equals(word)) {
            Node place = top.find(key);
            findings.refuse(
                    place == null ? top.node() : place,
                    key,
                    key + " must be " + word + ", not " + found);
        }
    }

    private static @Nullable String readText(Path file, Findings findings) {
        try {
            long size = Files.size(file);
            if (size > BYTES_MAX) {
                findings.refuse(
                        findings.file(),
                        "",
                        "the file has " + size + " bytes (limit: " + BYTES_MAX + ")");
                return null;
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            findings.refuse(
                    findings.file(), "", "the file cannot be read: " + FileTrouble.reason(e));
        }
        return null;
    }

    /// The one document of a text; null when there is none, or what is wrong was told.
    static @Nullable Node compose(String text, Findings findings) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setSchema(new CoreSchema())
                        .setCodePointLimit(BYTES_MAX)
                        .setAllowNonScalarKeys(true)
                        .build();
        try {
            Iterator<Node> documents = new Compose(settings).composeAllFromString(text).iterator();
            Node first = documents.hasNext() ? documents.next() : null;
            if (first != null && documents.hasNext()) {
                findings.refuse(documents.next(), "", "the file has a second document; keep one");
                return null;
            }
            return first;
        } catch (MarkedYamlEngineException e) {
            findings.refuseLine(lineOf(e.getProblemMark()), "the file is not YAML: " + reason(e));
        } catch (YamlEngineException e) {
            findings.refuseLine(0, "the file is not YAML: " + e.getMessage());
        }
        return null;
    }

    private static String reason(MarkedYamlEngineException e) {
        return e.getProblem() == null ? "it cannot be parsed" : e.getProblem();
    }

    private static int lineOf(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(-1) + 1;
    }
}
