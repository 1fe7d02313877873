// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Precision;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WriteParametersTest {

    @ParameterizedTest
    @CsvSource({
        "ns,NANOSECOND",
        "n,NANOSECOND",
        "nanosecond,NANOSECOND",
        "us,MICROSECOND",
        "u,MICROSECOND",
        "microsecond,MICROSECOND",
        "ms,MILLISECOND",
        "millisecond,MILLISECOND",
        "s,SECOND",
        "second,SECOND",
    })
    void bothDialectsKnowTheUnits(String word, Precision precision) {
        assertThat(WriteParameters.ofCurrent("bucket=db&precision=" + word).precision())
                .isEqualTo(precision);
        assertThat(WriteParameters.ofLegacy("db=db&precision=" + word).precision())
                .isEqualTo(precision);
    }

    @ParameterizedTest
    @CsvSource({"m,MINUTE", "h,HOUR"})
    void onlyVersion1KnowsMinutesAndHours(String word, Precision precision) {
        assertThat(WriteParameters.ofLegacy("db=db&precision=" + word).precision())
                .isEqualTo(precision);
        assertInvalid(
                () -> WriteParameters.ofCurrent("bucket=db&precision=" + word),
                "failed to deserialize org/bucket/precision in request: unknown variant `"
                        + word
                        + "`, expected one of `s`, `ms`, `us`, `ns`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NS", "min", "ns "})
    void refusesOtherUnitsByName(String word) {
        assertInvalid(
                () -> WriteParameters.ofLegacy("db=db&precision=" + word.replace(" ", "%20")),
                "failed to deserialize db/rp/precision in request: unknown variant `"
                        + word
                        + "`, expected one of `s`, `ms`, `us`, `ns`, `m`, `h`");
    }

    @Test
    void nanosecondsAreTheDefault() {
        assertThat(WriteParameters.ofCurrent("bucket=db").precision())
                .isEqualTo(Precision.NANOSECOND);
    }

    @Test
    void theBucketIsTheNameAsItStands() {
        assertThat(WriteParameters.ofCurrent("bucket=a%2Fb&org=x&other=1").database().value())
                .isEqualTo("a/b");
    }

    @Test
    void refusesNoQueryAtAll() {
        assertInvalid(() -> WriteParameters.ofCurrent(null), "no org/bucket destination provided");
        assertInvalid(() -> WriteParameters.ofLegacy(null), "no db destination provided");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bucket=", "org=x"})
    void refusesAMissingBucket(String query) {
        assertInvalid(() -> WriteParameters.ofCurrent(query), "missing bucket value");
    }

    @Test
    void refusesAMissingDatabase() {
        assertInvalid(
                () -> WriteParameters.ofLegacy("rp=x"),
                "failed to deserialize db/rp/precision in request: missing field `db`");
    }

    @Test
    void refusesAParameterThatComesTwice() {
        assertInvalid(
                () -> WriteParameters.ofLegacy("db=a&db=b"),
                "failed to deserialize db/rp/precision in request: duplicate field `db`");
        assertInvalid(
                () -> WriteParameters.ofLegacy("db=a&p=x&p=y"),
                "failed to deserialize db/rp/precision in request: duplicate field `p`");
    }

    @ParameterizedTest
    @CsvSource({
        "db=d,d",
        "db=d&rp=,d",
        "db=d&rp='',d",
        "db=d&rp=autogen,d",
        "db=d&rp=AutoGen,d",
        "db=d&rp=DEFAULT,d",
        "db=d&rp=Week,d/week",
        "db=d/e&rp=Week,d/e/week",
    })
    void aRetentionPolicyIsPartOfTheName(String query, String database) {
        // CsvSource takes the two quotes for its own.
        String asSent = query.equals("db=d&rp=") ? "db=d&rp=''" : query;
        assertThat(WriteParameters.ofLegacy(asSent).database().value()).isEqualTo(database);
    }

    @Test
    void anEmptyPolicyIsNone() {
        assertThat(WriteParameters.ofLegacy("db=d&rp=").database().value()).isEqualTo("d");
    }

    @Test
    void refusesANameOutsideTheRule() {
        assertInvalid(
                () -> WriteParameters.ofCurrent("bucket=a.b"),
                "namespace name 'a.b' contains invalid character, character number 1 is not"
                        + " whitelisted");
        assertInvalid(
                () -> WriteParameters.ofLegacy("db="),
                "namespace name  length must be between 1 and 64 characters");
        assertInvalid(
                () -> WriteParameters.ofCurrent("bucket=" + "x".repeat(65)),
                "namespace name " + "x".repeat(65) + " length must be between 1 and 64 characters");
    }

    @Test
    void readsTheTokenOfVersion1() {
        assertThat(WriteParameters.ofLegacy("db=d&u=any&p=t").token()).isEqualTo("t");
        assertThat(WriteParameters.ofCurrent("bucket=d&p=t").token()).isNull();
    }

    private static void assertInvalid(Runnable parse, String message) {
        assertThatThrownBy(parse::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.INVALID);
                            assertThat(e.problem().message()).isEqualTo(message);
                        });
    }
}
