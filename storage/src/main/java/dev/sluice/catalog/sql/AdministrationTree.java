// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.ManagementTokenEntry;
import dev.sluice.catalog.UserEntry;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/// The part of a snapshot about those who administer: users and management tokens.
record AdministrationTree(
        SortedTree<UUID, UserEntry> users,
        SortedTree<TokenPlace, ManagementTokenEntry> tokensInOrder,
        SortedTree<UUID, ManagementTokenEntry> tokensById,
        SortedTree<String, ManagementTokenEntry> tokensBySha512) {
    private static final Comparator<UserEntry> ORDER =
            Comparator.comparing(UserEntry::provider).thenComparing(UserEntry::externalId);

    /// Nobody.
    static final AdministrationTree EMPTY =
            new AdministrationTree(
                    SortedTree.empty(), SortedTree.empty(), SortedTree.empty(), SortedTree.empty());

    AdministrationTree with(UserEntry user) {
        return new AdministrationTree(
                users.with(user.id(), user), tokensInOrder, tokensById, tokensBySha512);
    }

    AdministrationTree with(ManagementTokenEntry token) {
        return new AdministrationTree(
                users,
                tokensInOrder.with(TokenPlace.of(token.createdAt(), token.id()), token),
                tokensById.with(token.id(), token),
                tokensBySha512.with(token.sha512(), token));
    }

    /// Users by provider and the provider's identifier. What they are spelled like may change, so
    /// this is sorted when it is asked for.
    List<UserEntry> inOrder() {
        return users.values().stream().sorted(ORDER).toList();
    }
}
