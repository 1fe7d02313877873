// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.config.AccessConfig;
import dev.sluice.operator.kubernetes.ApiServer;
import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.PreparedKeys;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Runs the jobs of a cluster, as the kubelet would: the first container's command by the class
/// that it runs in the server, the second by the operator's own command line with the job's
/// arguments, and with the rights of its account.
///
/// @param api where the jobs and Secrets are
/// @param directory for volumes
record PlayedJobs(ApiServer api, Path directory) {
    /// The job that makes the key pair.
    ///
    /// @return what its second container said
    String keyGen() throws IOException {
        return run("key-gen", PlayedJobs::makeKeys);
    }

    /// As `sluice key-gen` does, but for the size, which would take long.
    private static void makeKeys(Path work) {
        try {
            PreparedKeys.copyAnotherTo(work.resolve("secrets"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The job that makes the token, of the key pair that is there.
    ///
    /// @param access what the servers are told of tokens
    String createAdminToken(AccessConfig access) throws IOException {
        Path keys = mounted("rsa-keys");
        return run(
                "create-admin-token",
                work -> {
                    assertThat(
                                    new AdminTokenFiles(work.resolve("secrets"), keys)
                                            .makeToken(
                                                    null,
                                                    Objects.requireNonNull(
                                                            access.adminTokenAudience()),
                                                    MovingClock.create()))
                            .isTrue();
                });
    }

    /// The keys of a Secret as files.
    Path mounted(String name) throws IOException {
        Path mount = Files.createTempDirectory(directory, name);
        for (Map.Entry<String, String> file : secret(name).getData().entrySet()) {
            Files.write(mount.resolve(file.getKey()), Base64.getDecoder().decode(file.getValue()));
        }
        return mount;
    }

    Secret secret(String name) {
        return api.client().secrets().inNamespace(api.namespace()).withName(name).require();
    }

    private String run(String prefix, Consumer<Path> make) throws IOException {
        Path work = Files.createTempDirectory(directory, prefix);
        Job job = job(prefix);
        String account = job.getSpec().getTemplate().getSpec().getServiceAccountName();
        assertThat(job.getSpec().getTemplate().getSpec().getInitContainers())
                .singleElement()
                .satisfies(first -> assertThat(first.getArgs()).startsWith(prefix));
        make.accept(work);
        List<String> arguments =
                job.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs().stream()
                        .map(argument -> argument.replace("/work", work.toString()))
                        .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                Program.run(
                        TestSurroundings.of(() -> api.connectAs(account), out, err),
                        arguments.toArray(String[]::new));
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private Job job(String prefix) {
        return api
                .client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(api.namespace())
                .list()
                .getItems()
                .stream()
                .filter(job -> job.getMetadata().getName().startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }
}
