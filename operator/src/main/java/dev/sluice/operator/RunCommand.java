// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import dev.sluice.operator.metrics.OperatorMeters;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sluice-operator run`: follows the AppInstance until the process is told to end.
@Command(
        name = "run",
        description = "Follow the AppInstance of one namespace.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    /// Names the namespace, as in the original.
    static final String NAMESPACE = "KUBIT_WATCHED_NAMESPACE";

    /// Names the operator's own image, which the jobs run, too.
    static final String OPERATOR_IMAGE = "SLUICE_OPERATOR_IMAGE";

    private final Surroundings surroundings;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            defaultValue = "appinstances",
            description = "Where the AppInstance is: appinstances or configmap.")
    private Source source = Source.APPINSTANCES;

    @Option(
            names = "--health-port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "The port of /live, /ready and /metrics; 0 picks a free one.")
    private int healthPort;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// Where the AppInstance is.
    enum Source {
        /// A custom resource.
        APPINSTANCES,
        /// A ConfigMap.
        CONFIGMAP
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String namespace = required(NAMESPACE);
        String image = required(OPERATOR_IMAGE);
        try (KubernetesClient client = surroundings.clients().get();
                OperatorMeters meters =
                        new OperatorMeters(surroundings.version(), surroundings.clock());
                RunningOperator operator =
                        RunningOperator.start(
                                client, source, namespace, image, surroundings.clock(), meters);
                Probes probes = Probes.open(healthPort, operator, meters)) {
            surroundings
                    .out()
                    .println(
                            "sluice-operator follows namespace "
                                    + namespace
                                    + ", probes at port "
                                    + probes.port());
            surroundings.out().flush();
            surroundings.end().await();
        }
        return Main.SUCCEEDED;
    }

    private String required(String variable) {
        String value = surroundings.environment().get(variable);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the variable " + variable + " is required");
        }
        return value;
    }
}
