// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.local.process.Progress;
import java.io.IOException;

/// Ends what `up` started, the server first, and nothing else.
final class Down {
    private final Stack stack;
    private final Progress progress;

    Down(Stack stack, Progress progress) {
        this.stack = stack;
        this.progress = progress;
    }

    /// Ends both processes in good order; data and files stay.
    ///
    /// @return whether anything was running
    boolean run() throws IOException, InterruptedException {
        boolean server = stack.server().find() != null;
        if (server) {
            progress.step("stopping the server");
            stack.server().stop();
        }
        boolean keycloak = stack.keycloak().find() != null;
        if (keycloak) {
            progress.step("stopping Keycloak");
            stack.keycloak().stop();
        }
        progress.done();
        return server || keycloak;
    }
}
