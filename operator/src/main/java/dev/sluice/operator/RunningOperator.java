// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import dev.sluice.operator.reconcile.AppInstanceReconciler;
import dev.sluice.operator.reconcile.ConfigMapReconciler;
import dev.sluice.operator.reconcile.PassObserver;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import java.time.Duration;
import java.time.InstantSource;

/// The operator at work: watches one namespace by the Java Operator SDK.
final class RunningOperator implements AutoCloseable {
    /// After an error of the reconciler itself (admin.md 6.3).
    private static final long RETRY_MILLIS = 5_000;

    /// When everything is looked at again, also what nobody watches.
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    private final Operator operator;

    private RunningOperator(Operator operator) {
        this.operator = operator;
    }

    /// Starts to watch; returns when what is there is known.
    ///
    /// @param client stays open when the operator is closed
    /// @param source where the AppInstance is
    /// @param namespace the only one that is watched
    /// @param image of the operator itself
    /// @param clock for conditions
    /// @param observer is told what became of each pass
    /// @throws IllegalStateException when no cluster answers, or it refuses, in one sentence
    static RunningOperator start(
            KubernetesClient client,
            RunCommand.Source source,
            String namespace,
            String image,
            InstantSource clock,
            PassObserver observer) {
        Operator operator =
                new Operator(settings ->
                        settings.withKubernetesClient(client)
                                .withCloseClientOnStop(false)
                                .withUseSSAToPatchPrimaryResource(false));
        switch (source) {
            case APPINSTANCES ->
                    operator.register(
                            new AppInstanceReconciler(client, image, clock, observer),
                            controller ->
                                    controller
                                            .settingNamespace(namespace)
                                            .withRetry(retry())
                                            .withReconciliationMaxInterval(LOOK_AGAIN));
            case CONFIGMAP ->
                    operator.register(
                            new ConfigMapReconciler(client, image, clock, observer),
                            controller ->
                                    controller
                                            .settingNamespace(namespace)
                                            .withRetry(retry())
                                            .withReconciliationMaxInterval(LOOK_AGAIN)
                                            .withGenericFilter(ConfigMapReconciler::isTheOne)
                                            .withOnUpdateFilter(ConfigMapReconciler::isChange));
        }
        try {
            operator.start();
        } catch (OperatorException failed) {
            throw new IllegalStateException(
                    "nothing can be followed at "
                            + client.getMasterUrl()
                            + " ("
                            + cause(failed)
                            + "): run it in a pod that may watch its namespace, or name a cluster"
                            + " by KUBECONFIG",
                    failed);
        }
        return new RunningOperator(operator);
    }

    /// What is at the bottom of a failure; the library's own words for the whole are but that it
    /// could not start.
    private static String cause(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return message == null ? deepest.getClass().getSimpleName() : message;
    }

    private static Retry retry() {
        return new GenericRetry()
                .setInitialInterval(RETRY_MILLIS)
                .withLinearRetry()
                .withoutMaxAttempts();
    }

    /// Whether it works.
    boolean isReady() {
        return operator.getRuntimeInfo().isStarted();
    }

    /// Whether a restart would not help.
    boolean isLive() {
        return operator.getRuntimeInfo().allEventSourcesAreHealthy();
    }

    @Override
    public void close() {
        operator.stop();
    }
}
