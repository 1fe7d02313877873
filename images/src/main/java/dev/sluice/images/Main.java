// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import dev.sluice.dist.archive.FileTree;
import dev.sluice.dist.jar.Platform;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./sluice images`: makes container images of what the checkout has built. A line for each goes
/// to standard output: archive, size in bytes, digest. Progress, on a terminal only, and errors go
/// to standard error.
@Command(
        name = "sluice images",
        description = "Make container images as OCI archives; needs no engine and no registry.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    private static final int SUCCEEDED = 0;
    private static final int FAILED = 1;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            required = true,
            description = "Where the archives are written.")
    private Path output = Path.of("");

    @Option(
            names = "--image",
            paramLabel = "NAME",
            description = "Make only this image; may be given several times.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--refresh",
            description = "Fetch Debian's packages again, with what was mended in them.")
    private boolean refresh;

    private final Path checkout;
    private final ImageBuild.Source source;
    private final PrintStream results;
    private final PrintStream talk;
    private final boolean terminal;

    Main(
            Path checkout,
            ImageBuild.Source source,
            PrintStream results,
            PrintStream talk,
            boolean terminal) {
        this.checkout = checkout;
        this.source = source;
        this.results = results;
        this.talk = talk;
        this.terminal = terminal;
    }

    /// Called by the launcher, which says in `sluice.home` where the checkout is, in `sluice.epoch`
    /// the time of its commit, in seconds since 1970, in `sluice.revision` its name, and in
    /// `sluice.terminal` whether a person is watching.
    public static void main(String... arguments) {
        String version = Main.class.getPackage().getImplementationVersion();
        Main main =
                new Main(
                        Path.of(System.getProperty("sluice.home", "."))
                                .toAbsolutePath()
                                .normalize(),
                        new ImageBuild.Source(
                                version == null ? "0.0.0-development" : imageTag(version),
                                System.getProperty("sluice.revision", ""),
                                Instant.ofEpochSecond(Long.getLong("sluice.epoch", 0))),
                        System.out,
                        System.err,
                        Boolean.getBoolean("sluice.terminal"));
        System.exit(new CommandLine(main).execute(arguments));
    }

    /// Tags are told apart by case, and people type them small.
    static String imageTag(String version) {
        return version.toLowerCase(Locale.ROOT);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            List<ImageDefinition> wanted = wanted();
            DebianRelease debian =
                    DebianRelease.current(checkout.resolve(".sluice/cache"), System.getenv());
            if (refresh) {
                new FileTree(debian.kept()).delete();
            }
            ImageBuild build =
                    new ImageBuild(
                            checkout,
                            source,
                            Platform.named(System.getProperty("os.arch", "")),
                            debian,
                            terminal ? talk::println : _ -> {});
            for (ImageDefinition image : wanted) {
                ImageBuild.Built built = build.build(image, output.toAbsolutePath().normalize());
                results.printf(
                        Locale.ROOT,
                        "%s %d %s%n",
                        built.archive(),
                        Files.size(built.archive()),
                        built.digest());
            }
            return SUCCEEDED;
        } catch (ProblemException failure) {
            talk.println("sluice images: " + failure.problem().message());
            return FAILED;
        }
    }

    private List<ImageDefinition> wanted() {
        for (String name : names) {
            if (ImageDefinition.ALL.stream().noneMatch(image -> image.name().equals(name))) {
                throw Problem.invalid(
                                "unknown_image",
                                "there is no image \"%s\"; there are %s"
                                        .formatted(
                                                name,
                                                ImageDefinition.ALL.stream()
                                                        .map(ImageDefinition::name)
                                                        .collect(Collectors.joining(", "))))
                        .asException();
            }
        }
        return ImageDefinition.ALL.stream()
                .filter(image -> names.isEmpty() || names.contains(image.name()))
                .toList();
    }
}
