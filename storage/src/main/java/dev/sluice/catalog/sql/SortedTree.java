// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An immutable map in the order of its keys: a balanced (AVL) tree whose versions share whatever
/// did not change, so that one more entry costs the logarithm of the size.
///
/// @param <K> keys, in their natural order
/// @param <V> values
final class SortedTree<K extends Comparable<K>, V> {
    private static final SortedTree<?, ?> EMPTY = new SortedTree<>(null);

    private final @Nullable Node<K, V> root;

    private SortedTree(@Nullable Node<K, V> root) {
        this.root = root;
    }

    /// The map without entries.
    @SuppressWarnings("unchecked") // holds no key and no value, so fits any type
    static <K extends Comparable<K>, V> SortedTree<K, V> empty() {
        return (SortedTree<K, V>) EMPTY;
    }

    /// The value of `key`, or null.
    @Nullable V find(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    /// The same map, but with `value` at `key`.
    SortedTree<K, V> with(K key, V value) {
        return new SortedTree<>(insert(root, key, value));
    }

    /// The same map without `key`.
    SortedTree<K, V> without(K key) {
        return find(key) == null ? this : new SortedTree<>(remove(root, key));
    }

    /// Every value, in the order of the keys.
    List<V> values() {
        List<V> values = new ArrayList<>();
        collect(root, values);
        return values;
    }

    /// The first values, in the order of the keys, of keys up to and with `last`.
    ///
    /// @param max how many at most
    List<V> firstValues(K last, int max) {
        List<V> values = new ArrayList<>();
        collectUntil(root, last, max, values);
        return values;
    }

    /// How many entries there are.
    int count() {
        return count(root);
    }

    /// How many steps the longest way down has.
    int height() {
        return height(root);
    }

    private static <K extends Comparable<K>, V> void collect(
            @Nullable Node<K, V> node, List<V> values) {
        if (node != null) {
            collect(node.left, values);
            values.add(node.value);
            collect(node.right, values);
        }
    }

    private static <K extends Comparable<K>, V> void collectUntil(
            @Nullable Node<K, V> node, K last, int max, List<V> values) {
        if (node == null) {
            return;
        }
        collectUntil(node.left, last, max, values);
        if (values.size() < max && node.key.compareTo(last) <= 0) {
            values.add(node.value);
            collectUntil(node.right, last, max, values);
        }
    }

    private static <K extends Comparable<K>, V> int count(@Nullable Node<K, V> node) {
        return node == null ? 0 : node.count;
    }

    private static <K extends Comparable<K>, V> int height(@Nullable Node<K, V> node) {
        return node == null ? 0 : node.height;
    }

    private static <K extends Comparable<K>, V> Node<K, V> insert(
            @Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return new Node<>(key, value, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return new Node<>(key, value, node.left, node.right);
        }
        return order < 0
                ? balanced(node, insert(node.left, key, value), node.right)
                : balanced(node, node.left, insert(node.right, key, value));
    }

    private static <K extends Comparable<K>, V> @Nullable Node<K, V> remove(
            @Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order < 0) {
            return balanced(node, remove(node.left, key), node.right);
        }
        if (order > 0) {
            return balanced(node, node.left, remove(node.right, key));
        }
        if (node.left == null || node.right == null) {
            return node.left == null ? node.right : node.left;
        }
        Node<K, V> next = first(node.right);
        return balanced(next, node.left, remove(node.right, next.key));
    }

    private static <K extends Comparable<K>, V> Node<K, V> first(Node<K, V> node) {
        Node<K, V> first = node;
        while (first.left != null) {
            first = first.left;
        }
        return first;
    }

    private static <K extends Comparable<K>, V> Node<K, V> balanced(
            Node<K, V> top, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        int lean = height(left) - height(right);
        if (left != null && lean > 1) {
            return liftedFromLeft(top, left, right, height(left.left) < height(left.right));
        }
        if (right != null && lean < -1) {
            return liftedFromRight(top, left, right, height(right.right) < height(right.left));
        }
        return new Node<>(top.key, top.value, left, right);
    }

    private static <K extends Comparable<K>, V> Node<K, V> liftedFromLeft(
            Node<K, V> top, Node<K, V> left, @Nullable Node<K, V> right, boolean twice) {
        Node<K, V> middle = left.right;
        if (twice && middle != null) {
            return new Node<>(
                    middle.key,
                    middle.value,
                    new Node<>(left.key, left.value, left.left, middle.left),
                    new Node<>(top.key, top.value, middle.right, right));
        }
        return new Node<>(
                left.key, left.value, left.left, new Node<>(top.key, top.value, middle, right));
    }

    private static <K extends Comparable<K>, V> Node<K, V> liftedFromRight(
            Node<K, V> top, @Nullable Node<K, V> left, Node<K, V> right, boolean twice) {
        Node<K, V> middle = right.left;
        if (twice && middle != null) {
            return new Node<>(
                    middle.key,
                    middle.value,
                    new Node<>(top.key, top.value, left, middle.left),
                    new Node<>(right.key, right.value, middle.right, right.right));
        }
        return new Node<>(
                right.key, right.value, new Node<>(top.key, top.value, left, middle), right.right);
    }

    private static final class Node<K extends Comparable<K>, V> {
        final K key;
        final V value;
        final @Nullable Node<K, V> left;
        final @Nullable Node<K, V> right;
        final int height;
        final int count;

        Node(K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
            this.key = key;
            this.value = value;
            this.left = left;
            this.right = right;
            this.height = 1 + Math.max(height(left), height(right));
            this.count = 1 + count(left) + count(right);
        }
    }
}
