// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.local.keycloak.KeycloakProcess;
import dev.sluice.local.process.DetachedProcess;
import dev.sluice.local.process.Waiting;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What of an installation runs now.
///
/// @param layout where it is
/// @param components its parts, the server first
record Status(Layout layout, List<Component> components) {
    Status {
        components = List.copyOf(components);
    }

    /// One part.
    ///
    /// @param pid null unless it runs
    record Component(String name, State state, URI address, @Nullable Long pid) {}

    /// Whether a part runs.
    enum State {
        /// It answers.
        RUNNING("running"),
        /// Its process is there, but it does not answer.
        SILENT("not answering"),
        /// No process.
        STOPPED("stopped");

        private final String words;

        State(String words) {
            this.words = words;
        }
    }

    /// Looks at processes and asks them.
    static Status look(Stack stack) throws IOException, InterruptedException {
        Installation noted = Installation.find(stack.layout().installationFile());
        Installation installation = noted == null ? Installation.defaults() : noted;
        var waiting = new Waiting(stack.http());
        List<Component> components = new ArrayList<>();
        components.add(
                component(
                        "server",
                        stack.server().find(),
                        ServerProcess.baseUri(installation.port()),
                        "/health",
                        waiting));
        if (installation.identityProvider()) {
            components.add(
                    component(
                            "keycloak",
                            stack.keycloak().find(),
                            KeycloakProcess.baseUri(installation.keycloakPort()),
                            "/realms/master",
                            waiting));
        }
        return new Status(stack.layout(), components);
    }

    private static Component component(
            String name,
            @Nullable DetachedProcess process,
            URI address,
            String path,
            Waiting waiting)
            throws InterruptedException {
        if (process == null) {
            return new Component(name, State.STOPPED, address, null);
        }
        State state = waiting.answers(address.resolve(path)) ? State.RUNNING : State.SILENT;
        return new Component(name, state, address, process.pid());
    }

    /// Whether every part answers.
    boolean isAllRunning() {
        return components.stream().allMatch(part -> part.state() == State.RUNNING);
    }

    /// For a person.
    String table() {
        var text = new StringBuilder();
        text.append("%-10s %-14s %-24s %s%n".formatted("COMPONENT", "STATE", "ADDRESS", "PID"));
        for (Component component : components) {
            text.append(
                    "%-10s %-14s %-24s %s%n"
                            .formatted(
                                    component.name(),
                                    component.state().words,
                                    component.address(),
                                    component.pid() == null ? "" : component.pid()));
        }
        return text.toString();
    }

    /// For a program.
    String json() {
        var mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode().put("directory", layout.directory().toString());
        ArrayNode parts = root.putArray("components");
        for (Component component : components) {
            ObjectNode part =
                    parts.addObject()
                            .put("name", component.name())
                            .put("state", component.state().words)
                            .put("address", component.address().toString());
            if (component.pid() != null) {
                part.put("pid", component.pid());
            }
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }
}
