// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/// Hears everything that the product logs, at every level, while it is open.
final class LogWitness implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.sluice");
    private final Level before = logger.getLevel();
    private final Lines heard = new Lines();

    LogWitness() {
        heard.start();
        logger.setAdditive(false);
        logger.setLevel(Level.TRACE);
        logger.addAppender(heard);
    }

    /// Each event as its sentence, its keys with values, and its exception's message.
    List<String> lines() {
        return List.copyOf(heard.lines);
    }

    @Override
    public void close() {
        logger.detachAppender(heard);
        logger.setLevel(before);
        logger.setAdditive(true);
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            String sentence = event.getFormattedMessage() + ' ' + event.getKeyValuePairs();
            lines.add(
                    event.getThrowableProxy() == null
                            ? sentence
                            : sentence + ' ' + event.getThrowableProxy().getMessage());
        }
    }
}
