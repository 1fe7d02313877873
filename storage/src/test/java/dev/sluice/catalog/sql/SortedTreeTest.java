// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Compares the tree with the JDK's sorted map, and holds it to its height.
final class SortedTreeTest {

    @Test
    void agreesWithTreeMapOverRandomInsertionsAndRemovals() {
        long seed = Long.getLong("seed", 20260301L);
        Random random = new Random(seed);
        SortedTree<Integer, Integer> tree = SortedTree.empty();
        TreeMap<Integer, Integer> model = new TreeMap<>();
        for (int i = 0; i < 5_000; i++) {
            int key = random.nextInt(2_000);
            if (random.nextInt(3) == 0) {
                tree = tree.without(key);
                model.remove(key);
            } else {
                tree = tree.with(key, i);
                model.put(key, i);
            }
        }

        assertThat(tree.values()).as("seed %d", seed).containsExactlyElementsOf(model.values());
        assertThat(tree.count()).isEqualTo(model.size());
        for (int key = -1; key <= 2_000; key++) {
            assertThat(tree.find(key)).isEqualTo(model.get(key));
        }
    }

    @Test
    void staysFlatWhenKeysAscendOrDescend() {
        SortedTree<Integer, Integer> up = SortedTree.empty();
        SortedTree<Integer, Integer> down = SortedTree.empty();
        for (int i = 0; i < 100_000; i++) {
            up = up.with(i, i);
            down = down.with(-i, i);
        }

        // An AVL tree of n entries is at most 1.44 log2(n + 2) high.
        assertThat(up.height()).isLessThanOrEqualTo(24);
        assertThat(down.height()).isLessThanOrEqualTo(24);
    }

    @Test
    void staysFlatWhenKeysGo() {
        SortedTree<Integer, Integer> tree = SortedTree.empty();
        for (int i = 0; i < 100_000; i++) {
            tree = tree.with(i, i);
        }
        for (int i = 0; i < 99_000; i++) {
            tree = tree.without(i);
        }

        assertThat(tree.count()).isEqualTo(1_000);
        assertThat(tree.height()).isLessThanOrEqualTo(14);
    }

    @Test
    void olderVersionsStayAsTheyWere() {
        List<SortedTree<Integer, Integer>> versions = new ArrayList<>();
        SortedTree<Integer, Integer> tree = SortedTree.empty();
        for (int i = 0; i < 50; i++) {
            versions.add(tree);
            tree = tree.with(i * 7 % 50, i);
        }

        for (int i = 0; i < 50; i++) {
            assertThat(versions.get(i).count()).isEqualTo(i);
        }
    }
}
