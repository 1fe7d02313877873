// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import dev.sluice.dist.jar.Platform;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./sluice dist`: makes archives and Debian packages of what the checkout has built. The names of
/// the files go to standard output, progress and errors to standard error.
@Command(
        name = "sluice dist",
        description = "Make archives and Debian packages of the server and of influxctl.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    private static final int SUCCEEDED = 0;
    private static final int FAILED = 1;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            required = true,
            description = "Where the files are written.")
    private Path output = Path.of("");

    @Option(
            names = "--program",
            paramLabel = "NAME",
            description = "Make only those of this program: sluice or influxctl.")
    private @Nullable String program;

    private final Path checkout;
    private final Instant time;
    private final PrintStream results;
    private final PrintStream talk;

    private Main(Path checkout, Instant time, PrintStream results, PrintStream talk) {
        this.checkout = checkout;
        this.time = time;
        this.results = results;
        this.talk = talk;
    }

    /// Called by the launcher, which says in `sluice.home` where the checkout is and in
    /// `sluice.epoch` the time of its commit, in seconds since 1970.
    public static void main(String... arguments) {
        Main main =
                new Main(
                        Path.of(System.getProperty("sluice.home", "."))
                                .toAbsolutePath()
                                .normalize(),
                        Instant.ofEpochSecond(Long.getLong("sluice.epoch", 0)),
                        System.out,
                        System.err);
        System.exit(new CommandLine(main).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String version = Main.class.getPackage().getImplementationVersion();
        StartUpCache cache = new StartUpCache(checkout.resolve(".sluice/cache/startup"));
        try {
            Release release =
                    new Release(
                            version == null ? "0.0.0-development" : version,
                            time,
                            Platform.named(System.getProperty("os.arch", "")));
            new Distribution(checkout, release, cache, talk::println)
                    .write(products(), output.toAbsolutePath().normalize())
                    .forEach(results::println);
            return SUCCEEDED;
        } catch (ProblemException failure) {
            talk.println("sluice dist: " + failure.problem().message());
            return FAILED;
        }
    }

    private List<Product> products() {
        List<Product> wanted =
                Product.ALL.stream()
                        .filter(product -> program == null || product.name().equals(program))
                        .toList();
        if (wanted.isEmpty()) {
            throw Problem.invalid(
                            "unknown_program",
                            "there is no program \""
                                    + program
                                    + "\"; there are sluice and influxctl")
                    .asException();
        }
        return wanted;
    }
}
