// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Names, labels and owner of the objects. Every object bears the ID of its set, by which what is
/// no longer asked for is found (the form of Kubernetes' ApplySets, KEP-3659).
public final class Metadata {
    /// The label that names the set.
    public static final String PART_OF = "applyset.kubernetes.io/part-of";

    static final String NAME = "app.kubernetes.io/name";
    static final String INSTANCE = "app.kubernetes.io/instance";
    static final String COMPONENT = "app.kubernetes.io/component";

    /// Changes with the values that a container is started with, and tells nothing about them.
    static final String CREDENTIALS = "sluice.dev/credentials";

    /// The name of what runs, whichever instance.
    static final String SLUICE = "sluice";

    private static final String STANDBY = "sluice.dev/standby";
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String OPERATOR = "sluice-operator";

    private final Cluster cluster;

    Metadata(Cluster cluster) {
        this.cluster = cluster;
    }

    /// The ID of an owner's set.
    public static String setId(Cluster.Owner owner, String namespace) {
        int slash = owner.apiVersion().indexOf('/');
        String group = slash < 0 ? "" : owner.apiVersion().substring(0, slash);
        String text = String.join(".", owner.name(), namespace, owner.kind(), group);
        String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(text));
        return "applyset-" + hash + "-v1";
    }

    /// Of an object of the cluster.
    ObjectMetaBuilder of(String name) {
        Cluster.Owner owner = cluster.owner();
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(NAME, SLUICE);
        labels.put(INSTANCE, cluster.name());
        labels.put(MANAGED_BY, OPERATOR);
        labels.put(PART_OF, setId(owner, cluster.namespace()));
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(cluster.namespace())
                .withLabels(labels)
                .withOwnerReferences(
                        new OwnerReferenceBuilder()
                                .withApiVersion(owner.apiVersion())
                                .withKind(owner.kind())
                                .withName(owner.name())
                                .withUid(owner.uid())
                                .build());
    }

    /// Of an object that belongs to a role.
    ObjectMeta of(Role role) {
        return of(role.objectName())
                .addToLabels("app", role.app())
                .addToLabels(COMPONENT, role.component())
                .build();
    }

    /// By which the pods of a role are found.
    Map<String, String> selector(Role role) {
        Map<String, String> selector = new LinkedHashMap<>();
        selector.put(INSTANCE, cluster.name());
        selector.put(COMPONENT, role.component());
        return selector;
    }

    /// Of the Deployment of a server that stands by. It is found as the one process is, so that
    /// Services lead to whichever is ready.
    ///
    /// @param number from 1 on
    ObjectMeta ofStandby(int number) {
        return of(standbyName(number))
                .addToLabels("app", Role.INGESTER.app())
                .addToLabels(standbySelector(number))
                .build();
    }

    /// Of the Deployment of a server that stands by, and of its Service.
    static String standbyName(int number) {
        return Role.INGESTER.objectName() + "-standby-" + number;
    }

    /// By which its Deployment and its Service know it.
    Map<String, String> standbySelector(int number) {
        Map<String, String> selector = selector(Role.INGESTER);
        selector.put(STANDBY, Integer.toString(number));
        return selector;
    }

    /// By which everything of the cluster is found, the operator excepted, which is not a part of
    /// it.
    Map<String, String> wholeCluster() {
        Map<String, String> selector = new LinkedHashMap<>();
        selector.put(INSTANCE, cluster.name());
        selector.put(MANAGED_BY, OPERATOR);
        return selector;
    }

    /// Eight hexadecimal digits that change with a text.
    static String shortHash(String text) {
        return hash(text).substring(0, 8);
    }

    /// Sixty-four that change with a text. Where there are few that it may be, they tell it.
    static String hash(String text) {
        return HexFormat.of().formatHex(sha256(text));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
