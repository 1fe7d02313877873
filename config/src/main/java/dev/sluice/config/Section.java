// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One mapping of the file. Every reading that does not find what it needs leaves a finding that
/// names the key, and gives null or an empty list.
final class Section {
    private final String path;
    private final Node node;
    private final Map<String, NodeTuple> members;
    private final Findings findings;

    private Section(String path, Node node, Map<String, NodeTuple> members, Findings findings) {
        this.path = path;
        this.node = node;
        this.members = members;
        this.findings = findings;
    }

    /// Reads a node as a mapping. A key given twice is a finding; of the two the first is read.
    ///
    /// @param path of the mapping, empty for the whole file
    static @Nullable Section of(String path, Node node, Findings findings) {
        if (!(node instanceof MappingNode mapping)) {
            findings.refuse(node, path, named(path) + " must be a mapping");
            return null;
        }
        Map<String, NodeTuple> members = new LinkedHashMap<>();
        Section section = new Section(path, node, members, findings);
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                findings.refuse(
                        entry.getKeyNode(), path, named(path) + " has a key that is not a word");
            } else if (members.putIfAbsent(key.getValue(), entry) != null) {
                String twice = section.pathOf(key.getValue());
                findings.refuse(key, twice, twice + " is given twice");
            }
        }
        return section;
    }

    private static String named(String path) {
        return path.isEmpty() ? "the file" : path;
    }

    Node node() {
        return node;
    }

    /// The path of a member, such as `admin.users`.
    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /// Whether there is such a key, even without a value.
    boolean has(String key) {
        return members.containsKey(key);
    }

    /// The value of a member; null when there is none, or `null`.
    @Nullable Node find(String key) {
        NodeTuple member = members.get(key);
        Node value = member == null ? null : member.getValueNode();
        return value == null || value.getTag().equals(Tag.NULL) ? null : value;
    }

    /// Tells a key that is there and has no value, or `null`, where that is no way to say that
    /// there is nothing.
    ///
    /// @param instead what to write in its place
    void refuseBare(String key, String instead) {
        NodeTuple member = members.get(key);
        if (member != null && find(key) == null) {
            findings.refuse(
                    member.getKeyNode(), pathOf(key), pathOf(key) + " has no value; " + instead);
        }
    }

    /// Every key, in the order of the file.
    Set<String> keys() {
        return members.keySet();
    }

    /// Tells each key that is none of those, at the line of the key itself.
    void rejectUnknown(Set<String> known) {
        for (Map.Entry<String, NodeTuple> member : members.entrySet()) {
            if (!known.contains(member.getKey())) {
                String key = pathOf(member.getKey());
                findings.refuse(
                        member.getValue().getKeyNode(),
                        key,
                        key
                                + " is not a setting; known here: "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    /// A member that must be there and be a mapping.
    @Nullable Section requireSection(String key) {
        Node value = find(key);
        if (value == null) {
            findings.refuse(node, pathOf(key), pathOf(key) + " is required");
            return null;
        }
        return of(pathOf(key), value, findings);
    }

    /// A member that is a mapping, where it is there.
    @Nullable Section findSection(String key) {
        Node value = find(key);
        return value == null ? null : of(pathOf(key), value, findings);
    }

    /// A member that must be there and not be blank; surrounding white space is no part of it.
    @Nullable String requireText(String key) {
        Node value = find(key);
        String text = value == null ? "" : text(value, pathOf(key));
        if (text != null && text.isEmpty()) {
            findings.refuse(
                    value == null ? node : value, pathOf(key), pathOf(key) + " is required");
            return null;
        }
        return text;
    }

    /// A list of texts, or one text in place of a list of one; blank entries are findings.
    List<String> texts(String key) {
        Node value = find(key);
        if (value == null) {
            return List.of();
        }
        List<Node> entries =
                value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            String place =
                    value instanceof SequenceNode ? pathOf(key) + "[" + i + "]" : pathOf(key);
            String text = text(entries.get(i), place);
            if (text != null && text.isEmpty()) {
                findings.refuse(entries.get(i), place, place + " must not be blank");
            } else if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /// A member that is a list, where it is there.
    @Nullable List<Node> findList(String key) {
        Node value = find(key);
        if (value == null) {
            return null;
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        findings.refuse(value, pathOf(key), pathOf(key) + " must be a list");
        return List.of();
    }

    /// A truth value, or `whenAbsent`.
    boolean truth(String key, boolean whenAbsent) {
        Node value = find(key);
        if (value == null) {
            return whenAbsent;
        }
        if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return scalar.getValue().startsWith("t") || scalar.getValue().startsWith("T");
        }
        findings.refuse(value, pathOf(key), pathOf(key) + " must be true or false");
        return whenAbsent;
    }

    /// A node as a text without surrounding white space; null when it is none, and that was told.
    @Nullable String text(Node value, String place) {
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue().strip();
        }
        findings.refuse(value, place, place + " must be a text");
        return null;
    }
}
