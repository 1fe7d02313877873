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
import java.util.Objects;
import org.slf4j.LoggerFactory;

/// Whatever anybody logs meanwhile, under the configuration that ships, with every level raised
/// that it does not switch off by name.
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    /// The transport of the Flight client in this process; the server has another.
    private static final String CLIENT = "io.grpc.netty.";

    private final StringBuilder text = new StringBuilder();
    private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();

    private CapturedLog() {}

    static CapturedLog ofEverything() throws JoranException {
        CapturedLog log = new CapturedLog();
        log.configure("logback.xml");
        log.setContext(log.loggers);
        log.start();
        Logger root = log.loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        log.loggers.getLogger("dev.sluice").setLevel(Level.TRACE);
        return log;
    }

    private void configure(String resource) throws JoranException {
        loggers.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(loggers);
        configurator.doConfigure(
                Objects.requireNonNull(getClass().getClassLoader().getResource(resource)));
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLoggerName().startsWith(CLIENT)) {
            return;
        }
        String line =
                event.getLoggerName()
                        + " "
                        + event.getFormattedMessage()
                        + " "
                        + event.getKeyValuePairs()
                        + " "
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy()))
                        + "\n";
        synchronized (text) {
            text.append(line);
        }
    }

    String text() {
        synchronized (text) {
            return text.toString();
        }
    }

    @Override
    public void close() throws JoranException {
        configure("logback-test.xml");
    }
}
