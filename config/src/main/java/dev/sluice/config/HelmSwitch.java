// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// The value `admin.enabled` of the Helm chart, which is no setting of an AppInstance: `false`
/// leaves the section `admin` out (admin.md 6.2).
final class HelmSwitch {
    private static final String ADMIN = "admin";
    private static final String ENABLED = "enabled";

    private HelmSwitch() {}

    /// The values without the switch, and without the section that it switches off. What was wrong
    /// with the whole mapping has been told and is not told again.
    static @Nullable Section applied(Section values, Findings findings) {
        if (!(values.find(ADMIN) instanceof MappingNode admin) || !isSwitch(admin)) {
            return values;
        }
        boolean enabled = isOn(admin, findings);
        List<NodeTuple> left = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (NodeTuple entry : ((MappingNode) values.node()).getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key) || !seen.add(key.getValue())) {
                continue;
            }
            if (!key.getValue().equals(ADMIN)) {
                left.add(entry);
            } else if (enabled) {
                left.add(new NodeTuple(key, only(admin, false)));
            }
        }
        return Section.of("", with((MappingNode) values.node(), left), findings);
    }

    private static boolean isOn(MappingNode admin, Findings findings) {
        Section section = Section.of(ADMIN, only(admin, true), findings);
        return section == null || section.truth(ENABLED, true);
    }

    private static boolean isSwitch(MappingNode admin) {
        return admin.getValue().stream().anyMatch(entry -> isSwitch(entry.getKeyNode()));
    }

    private static boolean isSwitch(Node key) {
        return key instanceof ScalarNode scalar && scalar.getValue().equals(ENABLED);
    }

    /// The switch alone, or everything but it.
    private static Node only(MappingNode admin, boolean theSwitch) {
        return with(
                admin,
                admin.getValue().stream()
                        .filter(entry -> isSwitch(entry.getKeyNode()) == theSwitch)
                        .toList());
    }

    private static Node with(MappingNode mapping, List<NodeTuple> entries) {
        return new MappingNode(
                mapping.getTag(),
                true,
                entries,
                mapping.getFlowStyle(),
                mapping.getStartMark(),
                mapping.getEndMark());
    }
}
