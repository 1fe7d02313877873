// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A real API server of Kubernetes that tests may do anything to: the one that a kubeconfig names
/// (system property `sluice.kubeconfig`, with the `kubectl` of the path), or one that is started
/// for the tests of this process by the programs of a directory (variable `KUBE_API_TEST_DIR`).
///
/// @param kubeconfig names the server, and one who may everything there
/// @param kubectl the program that asks it
public record KubernetesServer(Path kubeconfig, Path kubectl) {
    private static final String KUBECONFIG = "sluice.kubeconfig";

    /// The variable that names the directory.
    public static final String DIRECTORY = "KUBE_API_TEST_DIR";

    private static @Nullable KubernetesServer started;

    /// What a program said.
    ///
    /// @param code zero for success
    /// @param out on standard output
    /// @param err on standard error
    public record Answer(int code, String out, String err) {}

    /// The server of this run; null when none is given. The first call starts it.
    ///
    /// @param directory the value of [#DIRECTORY]; null when it is not set
    public static synchronized @Nullable KubernetesServer ofThisRun(@Nullable String directory) {
        String kubeconfig = System.getProperty(KUBECONFIG);
        if (kubeconfig != null) {
            return new KubernetesServer(Path.of(kubeconfig).toAbsolutePath(), Path.of("kubectl"));
        }
        if (started == null && directory != null && !directory.isBlank()) {
            started = start(Path.of(directory));
        }
        return started;
    }

    private static KubernetesServer start(Path directory) {
        try {
            KubernetesPrograms programs = KubernetesPrograms.in(directory);
            KubernetesProcesses processes = KubernetesProcesses.start(programs);
            Runtime.getRuntime().addShutdownHook(new Thread(processes::close));
            return new KubernetesServer(processes.kubeconfig(), programs.kubectl());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `kubectl` with these arguments.
    ///
    /// @param input what it reads
    public Answer ask(String input, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(kubectl.toString());
        command.add("--kubeconfig=" + kubeconfig);
        command.add("--cache-dir=" + kubeconfig.resolveSibling("cache"));
        command.addAll(List.of(arguments));
        try {
            return run(command, input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Answer run(List<String> command, String input) throws IOException {
        Path err = Files.createTempFile("said", ".txt");
        try {
            Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
            try (var writer = process.outputWriter(UTF_8)) {
                writer.write(input);
            }
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            int code = process.onExit().join().exitValue();
            return new Answer(code, out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }
}
