// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class FailureLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLogTest.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong();
    private final FailureLog failures = new FailureLog(nanos::get);

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        logger.setLevel(Level.WARN);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(logged);
        logger.setAdditive(true);
    }

    private void fail(Problem problem) {
        failures.report(
                new ProblemException(problem, new IOException("no route", new IOException("gone"))),
                logger.atWarn().addKeyValue("requestId", "7"),
                "a request failed");
    }

    private List<Boolean> whole() {
        return logged.list.stream().map(event -> event.getThrowableProxy() != null).toList();
    }

    @Test
    void logsOneTroubleOfManyRequestsWholeOnceInAWhile() {
        Problem away = Problem.unavailable("catalog", "the catalog is away");
        for (int request = 0; request < 3; request++) {
            fail(away);
        }
        fail(Problem.unavailable("object_store", "the bucket is away"));
        nanos.addAndGet(FailureLog.WHOLE_EVERY.toNanos());
        fail(away);
        fail(away);

        assertThat(whole()).containsExactly(true, false, false, true, true, false);
        assertThat(logged.list)
                .allSatisfy(event -> {
                    assertThat(event.getMessage()).isEqualTo("a request failed");
                    assertThat(event.getKeyValuePairs().toString()).contains("requestId=\"7\"");
                });
        assertThat(logged.list.get(1).getKeyValuePairs().toString())
                .contains("code=\"catalog\"")
                .contains("cause=\"java.io.IOException: gone\"");
    }

    @Test
    void logsNothingThatIsTheRequestsOwn() {
        fail(Problem.invalid("database", "there is none"));

        assertThat(logged.list).isEmpty();
    }
}
