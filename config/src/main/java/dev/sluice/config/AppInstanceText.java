// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Checks the form of an AppInstance that is kept as a text, before anybody reads what it says: for
/// readers of YAML that stop at the first mistake, or take the last of two like keys.
public final class AppInstanceText {
    private final Findings findings;
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private AppInstanceText(Findings findings) {
        this.findings = findings;
    }

    /// What is wrong with the form: it is not YAML or JSON, is no mapping, has a second document, a
    /// key twice, a value that holds itself, or a key beside `spec` that AppInstances have not.
    ///
    /// @param source what the text is said to be from
    /// @param text of one AppInstance; one that is blank has no form and no mistake
    /// @return every mistake, each with its line, in the order of the text; never a value
    public static List<ConfigProblem> problems(String source, String text) {
        Findings findings = new Findings(source);
        Node root = YamlFile.compose(text, findings);
        Section top = root == null ? null : Section.of("", root, findings);
        if (top != null) {
            top.rejectUnknown(YamlFile.RESOURCE_KEYS);
            new AppInstanceText(findings).checkMembers("", (MappingNode) top.node());
        }
        return findings.problems();
    }

    /// Looks at each node once, however many aliases lead to it.
    private void check(String path, Node node) {
        if (!seen.add(node)) {
            return;
        }
        if (node.isRecursive()) {
            findings.refuse(node, path, path + " holds itself");
        }
        if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                check(path + "[" + i + "]", sequence.getValue().get(i));
            }
        } else if (node instanceof MappingNode mapping) {
            Section.of(path, node, findings);
            checkMembers(path + ".", mapping);
        }
    }

    private void checkMembers(String prefix, MappingNode mapping) {
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                check(prefix + key.getValue(), entry.getValueNode());
            }
        }
    }
}
