// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ObjectsInUseTest {
    private static final ObjectPath A = new ObjectPath("data/a");
    private static final ObjectPath B = new ObjectPath("data/b");

    @Test
    void whatManyUseIsInUseUntilTheLastIsDone() {
        ObjectsInUse objects = new ObjectsInUse();
        ObjectsInUse.Use first = objects.begin();
        ObjectsInUse.Use second = objects.begin();
        first.add(List.of(A));
        second.add(List.of(B));
        second.add(List.of(A));
        assertThat(objects.paths()).containsExactlyInAnyOrder(A, B);

        second.close();
        second.close();
        assertThat(objects.paths()).containsExactly(A);

        first.close();
        assertThat(objects.paths()).isEmpty();
    }
}
