// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.background.Threads;
import dev.sluice.config.ServerConfig;
import dev.sluice.model.ProblemException;

/// Makes the key pair of the admin token beside the rest of a first start: to find two primes takes
/// a second or two, for which nobody needs them yet.
final class KeyPairMaking implements AutoCloseable {
    private final Thread making;

    private KeyPairMaking(Runnable making) {
        this.making = Thread.ofPlatform().name("make-key-pair").unstarted(making);
    }

    /// Begins, where the server makes its key pair itself and has none.
    static KeyPairMaking begin(ServerConfig config) {
        KeyPairMaking begun =
                new KeyPairMaking(() -> make(DataDirectory.adminTokenFiles(config.sluice())));
        if (config.internalSigningKey() == null
                && config.sluice().access().keyDirectory() == null) {
            begun.making.start();
        }
        return begun;
    }

    private static void make(AdminTokenFiles files) {
        try {
            boolean _ = files.makeKeys();
        } catch (ProblemException _) {
            // Whoever opens the admin token tries again, and tells it.
        }
    }

    /// Returns when there is a pair, or none could be made.
    void await() {
        Threads.join(making);
    }

    /// The same: what is half made would be in the way of the next start.
    @Override
    public void close() {
        await();
    }
}
