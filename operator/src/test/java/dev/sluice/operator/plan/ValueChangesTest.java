// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What makes a pod start again, and what does not.
final class ValueChangesTest {
    private static final String DSN = "INFLUXDB_IOX_CATALOG_DSN";
    private static final String KEY = "AWS_SECRET_ACCESS_KEY";
    private static final Set<String> BOTH = Set.of(DSN, KEY);

    private static ValueChanges after(ValueChanges before, Map<String, String> values) {
        return before.after(BOTH, values, "uid");
    }

    private static ValueChanges first() {
        return after(ValueChanges.NONE, Map.of(DSN, "one", KEY, "two"));
    }

    private static Secret kept(Map<String, String> data) {
        return new SecretBuilder().withData(data).build();
    }

    @Test
    void theFirstLookIsNoChangeAndNeitherIsTheSecond() {
        assertThat(first().of(BOTH)).isEmpty();
        assertThat(after(first(), Map.of(DSN, "one", KEY, "two"))).isEqualTo(first());
    }

    @Test
    void eachOtherValueIsOneChange() {
        ValueChanges second = after(first(), Map.of(DSN, "other", KEY, "two"));
        ValueChanges third = after(second, Map.of(DSN, "one", KEY, "third"));

        assertThat(second.of(BOTH)).isEqualTo(DSN + "=1");
        assertThat(third.of(BOTH)).isEqualTo(KEY + "=1," + DSN + "=2");
        assertThat(third.of(Set.of(KEY))).isEqualTo(KEY + "=1");
    }

    /// `kubectl delete secret` and `kubectl create secret` is how many people edit one.
    @Test
    void aValueThatIsMissingMeanwhileIsAsItWas() {
        ValueChanges missing = after(first(), Map.of(KEY, "two"));

        assertThat(missing).isEqualTo(first());
        assertThat(after(missing, Map.of(DSN, "one", KEY, "two"))).isEqualTo(first());
        assertThat(after(missing, Map.of(DSN, "other", KEY, "two")).of(BOTH)).isEqualTo(DSN + "=1");
    }

    @Test
    void whatIsNoLongerAskedForIsForgotten() {
        assertThat(first().after(Set.of(KEY), Map.of(KEY, "two"), "uid").seen())
                .containsOnlyKeys(KEY);
    }

    @Test
    void theSecretKeepsIt() {
        ValueChanges changes = after(first(), Map.of(DSN, "other"));

        assertThat(ValueChanges.of(kept(changes.data()))).isEqualTo(changes);
        assertThat(ValueChanges.of((Secret) null)).isEqualTo(ValueChanges.NONE);
    }

    /// Somebody wrote into it: it is begun anew.
    @ParameterizedTest
    @ValueSource(strings = {"", "%", "bm8gSlNPTjog", "W10=", "Nw==", "eyJhIjo3fQ=="})
    void whatTheOperatorDidNotWriteIsNothing(String data) {
        ValueChanges found = ValueChanges.of(kept(Map.of("changes.json", data)));

        assertThat(found.after(BOTH, Map.of(), "uid")).isEqualTo(ValueChanges.NONE);
    }

    @Test
    void noValueIsInItAndEqualOnesOfTwoClustersDiffer() {
        ValueChanges here = first();
        ValueChanges there =
                ValueChanges.NONE.after(BOTH, Map.of(DSN, "one", KEY, "two"), "another uid");

        assertThat(here.toString()).doesNotContain("one").doesNotContain("two");
        assertThat(here.seen().get(DSN)).isNotEqualTo(there.seen().get(DSN));
    }
}
