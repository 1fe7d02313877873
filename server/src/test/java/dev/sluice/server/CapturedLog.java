// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.joran.spi.JoranException;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/// What is logged while it is open. Only one at a time: what it hears, nobody else does.
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    /// The transport of the Flight client in this process; the server has another.
    private static final String CLIENT = "io.grpc.netty.";

    private static final LoggerContext LOGGERS = (LoggerContext) LoggerFactory.getILoggerFactory();

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Set<String> loggers = ConcurrentHashMap.newKeySet();
    private final Runnable undo;

    private CapturedLog(Runnable undo) {
        this.undo = undo;
    }

    /// Everything that the product logs, at every level.
    static CapturedLog ofTheProduct() {
        Logger product = LOGGERS.getLogger("dev.sluice");
        Level before = product.getLevel();
        CapturedLog log =
                new CapturedLog(() -> {
                    product.detachAndStopAllAppenders();
                    product.setLevel(before);
                    product.setAdditive(true);
                });
        log.listen(product);
        product.setLevel(Level.TRACE);
        product.setAdditive(false);
        return log;
    }

    /// Whatever anybody logs, under the configuration that ships, with every level raised that it
    /// does not switch off by name.
    static CapturedLog ofEverything() {
        CapturedLog log = asItShips();
        LOGGERS.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.TRACE);
        LOGGERS.getLogger("dev.sluice").setLevel(Level.TRACE);
        return log;
    }

    /// What the program writes, under the configuration that ships.
    static CapturedLog asItShips() {
        configure("logback.xml");
        CapturedLog log = new CapturedLog(() -> configure("logback-test.xml"));
        Logger root = LOGGERS.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        log.listen(root);
        return log;
    }

    private void listen(Logger logger) {
        setContext(LOGGERS);
        start();
        logger.addAppender(this);
    }

    private static void configure(String resource) {
        LOGGERS.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(LOGGERS);
        try {
            configurator.doConfigure(
                    Objects.requireNonNull(
                            CapturedLog.class.getClassLoader().getResource(resource)));
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLoggerName().startsWith(CLIENT)) {
            return;
        }
        loggers.add(event.getLoggerName());
        String sentence = event.getFormattedMessage() + ' ' + event.getKeyValuePairs();
        lines.add(
                event.getThrowableProxy() == null
                        ? sentence
                        : sentence + ' ' + ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }

    /// Each event as its sentence, its keys with values, and its exception with all causes.
    List<String> lines() {
        return List.copyOf(lines);
    }

    /// Who logged.
    Set<String> loggers() {
        return Set.copyOf(loggers);
    }

    /// All of [#lines].
    String text() {
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        undo.run();
    }
}
