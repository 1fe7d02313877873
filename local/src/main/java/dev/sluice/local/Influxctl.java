// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs `./influxctl` as a person would, and notices when it asks to sign in.
public final class Influxctl {
    private static final Pattern COMPLETE_ADDRESS =
            Pattern.compile("https?://\\S+[?&]user_code=\\S+");

    private final Programs programs;
    private final Path profileFile;
    private final Path cache;

    /// @param profileFile its configuration file
    /// @param cache where it keeps tokens, in the sense of `XDG_CACHE_HOME`
    public Influxctl(Programs programs, Path profileFile, Path cache) {
        this.programs = programs;
        this.profileFile = profileFile;
        this.cache = cache;
    }

    /// How one command ended.
    ///
    /// @param status the exit status
    /// @param output standard output: results
    /// @param talk standard error: prompts and errors
    /// @param askedToSignIn whether it sent the person to the identity provider
    public record Result(int status, String output, String talk, boolean askedToSignIn) {}

    /// What the person does when the command shows the address of a sign-in page.
    @FunctionalInterface
    public interface Browser {
        /// Opens the address and does what the page asks for.
        void open(URI verification) throws IOException, InterruptedException;
    }

    /// Runs one command to its end.
    public Result run(Browser browser, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(programs.influxctl().toString());
        command.add("--config");
        command.add(profileFile.toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("INFLUXCTL_"));
        environment.put("INFLUXCTL_NO_BROWSER", "1");
        environment.put("XDG_CACHE_HOME", cache.toString());
        environment.putAll(programs.environment());
        Process process = builder.start();
        try (var reader = Executors.newVirtualThreadPerTaskExecutor()) {
            return follow(process, browser, reader);
        } catch (ExecutionException e) {
            throw new IOException("reading the output of influxctl", e);
        }
    }

    /// Ends the process too when the person fails, or its output would never end.
    private static Result follow(Process process, Browser browser, Executor reader)
            throws IOException, InterruptedException, ExecutionException {
        try {
            CompletableFuture<String> output =
                    CompletableFuture.supplyAsync(() -> readAll(process.getInputStream()), reader);
            var signIns = new ArrayList<URI>();
            String talk = follow(process, browser, signIns);
            int status = process.waitFor();
            return new Result(status, output.get(), talk, !signIns.isEmpty());
        } finally {
            process.destroyForcibly();
        }
    }

    private static String follow(Process process, Browser browser, List<URI> signIns)
            throws IOException, InterruptedException {
        var talk = new StringBuilder();
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                talk.append(line).append('\n');
                Matcher address = COMPLETE_ADDRESS.matcher(line);
                if (signIns.isEmpty() && address.find()) {
                    signIns.add(URI.create(address.group()));
                    browser.open(signIns.getFirst());
                }
            }
        }
        return talk.toString();
    }

    private static String readAll(InputStream input) {
        try (input) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
