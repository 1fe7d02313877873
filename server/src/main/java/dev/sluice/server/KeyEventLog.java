// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.oidc.KeyEvent;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs what happens to the identity provider's keys (admin.md 1.6).
final class KeyEventLog implements Consumer<KeyEvent> {
    private static final Logger log = LoggerFactory.getLogger(KeyEventLog.class);

    private final String authorities;

    /// Whether the last fetch failed.
    private final AtomicBoolean failed = new AtomicBoolean();

    /// @param authorities who is trusted on the way to it
    KeyEventLog(String authorities) {
        this.authorities = authorities;
    }

    @Override
    public void accept(KeyEvent event) {
        switch (event) {
            case KeyEvent.Fetched fetched -> {
                if (failed.getAndSet(false)) {
                    log.atInfo().log("the identity provider's keys are fetched again");
                }
                if (fetched.changed()) {
                    changed(fetched);
                }
            }
            case KeyEvent.FetchFailed(String message, var nextTry, _) -> {
                failed.set(true);
                log.atWarn()
                        .addKeyValue("reason", message)
                        .addKeyValue("nextTrySeconds", nextTry.toSeconds())
                        .addKeyValue("authorities", authorities)
                        .log("the identity provider's keys could not be fetched");
            }
            case KeyEvent.Stale(var overdue) ->
                    log.atWarn()
                            .addKeyValue("overdueSeconds", overdue.toSeconds())
                            .log("the identity provider's keys are old and still in use");
            case KeyEvent.DemandRefused() ->
                    log.atInfo().log("a token named an unknown key, and keys were just fetched");
        }
    }

    private static void changed(KeyEvent.Fetched fetched) {
        log.atInfo()
                .addKeyValue("keys", fetched.keys())
                .addKeyValue("refused", fetched.refused())
                .log("the identity provider's keys changed");
        if (fetched.ignored() > 0) {
            log.atWarn()
                    .addKeyValue("ignored", fetched.ignored())
                    .log("the identity provider publishes too many keys, and the last are ignored");
        }
    }
}
