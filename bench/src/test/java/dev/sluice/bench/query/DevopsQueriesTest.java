// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Golden;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What is asked, in three languages.
final class DevopsQueriesTest {
    private static final Pattern TIME = Pattern.compile("'(2016-[^']+)'");
    private static final Pattern HOST = Pattern.compile("'(host_\\d+)'");

    /// One question of each kind, looked at by a person beside the suite's own.
    @Test
    void asksWhatWasLookedAt() {
        StringBuilder text = new StringBuilder();
        for (DevopsQuery query : DevopsQueries.QUERIES) {
            Question question = query.questions(new Stored(1_000, 24), 1, 7).getFirst();
            text.append(query.name()).append('\n');
            text.append("  ").append(question.sluice()).append('\n');
            text.append("  ").append(question.questDb()).append('\n');
            text.append("  ").append(question.influxQl()).append('\n');
        }
        Golden.check("devops-queries.txt", text.toString());
    }

    @Test
    void sameSeedAsksTheSame() {
        DevopsQuery query = DevopsQueries.QUERIES.getFirst();
        Stored stored = new Stored(100, 24);

        assertThat(query.questions(stored, 20, 1))
                .isEqualTo(query.questions(stored, 20, 1))
                .isNotEqualTo(query.questions(stored, 20, 2))
                .doesNotHaveDuplicates();
    }

    /// Everybody is asked about the same hosts and times, and these are stored.
    @Test
    void asksAboutWhatIsStored() {
        Stored stored = new Stored(10, 13);
        for (DevopsQuery query : DevopsQueries.QUERIES) {
            for (Question question : query.questions(stored, 50, 3)) {
                List<String> times = found(TIME, question.sluice());
                assertThat(found(TIME, question.questDb())).isEqualTo(times);
                assertThat(found(TIME, question.influxQl())).isEqualTo(times);
                assertThat(times)
                        .map(Instant::parse)
                        .allMatch(time ->
                                !time.isBefore(stored.span().start())
                                        && !time.isAfter(stored.span().end()));
                List<String> hosts = found(HOST, question.sluice());
                assertThat(found(HOST, question.questDb())).isEqualTo(hosts);
                assertThat(found(HOST, question.influxQl())).isEqualTo(hosts);
                assertThat(hosts).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void fewHostsAndHoursAreAllThatThereIs() {
        DevopsQuery query =
                DevopsQueries.QUERIES.stream()
                        .filter(one -> one.name().equals("cpu-max-all-8"))
                        .findFirst()
                        .orElseThrow();

        String sql = query.questions(new Stored(3, 2), 1, 1).getFirst().sluice();

        assertThat(Set.copyOf(found(HOST, sql))).isEqualTo(Set.of("host_0", "host_1", "host_2"));
        assertThat(found(TIME, sql))
                .containsExactly("2016-01-01T00:00:00Z", "2016-01-01T02:00:00Z");
    }

    @Test
    void windowsAreAnywhere() {
        Span day = new Stored(1, 24).span();
        Random random = new Random(5);
        Set<Instant> starts = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Span window = day.draw(Duration.ofHours(1), random);
            assertThat(Duration.between(window.start(), window.end())).hasHours(1);
            starts.add(window.start());
        }
        assertThat(starts).hasSizeGreaterThan(90);
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1)).toList();
    }
}
