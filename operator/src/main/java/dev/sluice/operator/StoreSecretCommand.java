// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sluice-operator store-secret`: the second half of the jobs `key-gen` and `create-admin-token`
/// (admin.md 2.2), which puts the files of the first into a Secret.
@Command(
        name = "store-secret",
        description = "Make a Secret of files, unless it is there.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StoreSecretCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "NAME", description = "Of the Secret.")
    private String name = "";

    @Option(
            names = "--file",
            paramLabel = "KEY=FILE",
            required = true,
            description = "A key of the Secret, and the file that it is made of.")
    private Map<String, Path> files = new LinkedHashMap<>();

    @Option(
            names = "--namespace",
            paramLabel = "NAMESPACE",
            required = true,
            description = "Of the Secret.")
    private String namespace = "";

    @Option(
            names = "--owner",
            paramLabel = "APIVERSION,KIND,NAME,UID",
            required = true,
            description = "The object that the Secret goes with.")
    private String owner = "";

    @Option(
            names = "--replace-token-of-another-key",
            description = "Replace the Secret when another key signed its token.")
    private boolean replaceToken;

    StoreSecretCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        StoredSecret secret = StoredSecret.of(namespace, name, reference(), files);
        try (KubernetesClient client = surroundings.clients().get()) {
            surroundings
                    .out()
                    .println(
                            switch (secret.store(client, replaceToken)) {
                                case CREATED -> "made the Secret " + name;
                                case REPLACED -> "replaced the Secret " + name;
                                case KEPT -> "there is a Secret " + name + ": nothing to do";
                            });
        }
        return Main.SUCCEEDED;
    }

    private OwnerReference reference() {
        String[] parts = owner.split(",", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("--owner must be APIVERSION,KIND,NAME,UID");
        }
        return new OwnerReferenceBuilder()
                .withApiVersion(parts[0])
                .withKind(parts[1])
                .withName(parts[2])
                .withUid(parts[3])
                .build();
    }
}
