// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Port;
import dev.sluice.dist.Application;
import dev.sluice.dist.Notices;
import dev.sluice.dist.Tools;
import dev.sluice.dist.archive.FileTree;
import dev.sluice.dist.jar.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Makes images of programs that the checkout has built.
///
/// @param checkout has built them
/// @param source what they were built from
/// @param platform what they run on: that of this machine
/// @param debian where the libraries of the system come from
/// @param progress is told what is being done
record ImageBuild(
        Path checkout,
        Source source,
        Platform platform,
        DebianRelease debian,
        Consumer<String> progress) {

    /// Whose work is in the image, relative to the program.
    static final String NOTICES = "app/THIRD-PARTY-NOTICES";

    private static final String LICENCE = "app/LICENSE";

    /// What images were built from.
    ///
    /// @param version as Maven writes it
    /// @param revision of the sources; empty when nobody knows it
    /// @param time of the commit
    record Source(String version, String revision, Instant time) {}

    /// An image that was made.
    ///
    /// @param archive an OCI image layout as a tar archive
    /// @param digest of its manifest, as registries name it
    record Built(ImageDefinition image, Path archive, String digest) {}

    /// Makes one.
    ///
    /// @param output the directory of the archive
    /// @throws dev.sluice.model.ProblemException when the program is not built, Debian's packages
    ///   are out of reach, or a tool fails
    Built build(ImageDefinition image, Path output) throws IOException, InterruptedException {
        Files.createDirectories(output);
        Path work = Files.createTempDirectory(output, ".work");
        try {
            return build(image, output, work);
        } finally {
            new FileTree(work).delete();
        }
    }

    private Built build(ImageDefinition image, Path output, Path work)
            throws IOException, InterruptedException {
        progress.accept("linking the runtime of " + image.name());
        Application application =
                Application.assemble(image.product(), checkout, work.resolve("program"), platform);
        FileTree program = application.tree();
        addClassArchive(program);
        program.write(NOTICES, Notices.of(application));
        Files.copy(checkout.resolve("LICENSE"), program.place(LICENCE));
        FileTree system = FileTree.empty(work.resolve("system"));
        progress.accept("taking libraries of Debian " + debian.codename() + " for " + image.name());
        new SystemFiles(debian, image, system).write(program);
        progress.accept("packing the image of " + image.name());
        Path archive =
                output.resolve(
                        "%s-%s-%s.oci.tar"
                                .formatted(image.name(), source.version(), platform.debian()));
        String digest =
                pack(
                        image,
                        ImageLayers.of(image, system, program),
                        mainJar(program),
                        archive,
                        work);
        return new Built(image, archive, digest);
    }

    /// The JDK's own classes, loaded and linked. The file depends on the runtime alone.
    private static void addClassArchive(FileTree program) throws IOException, InterruptedException {
        Tools.run(
                program.root(),
                Map.of(),
                List.of(program.root().resolve("runtime/bin/java").toString(), "-Xshare:dump"));
    }

    private static String mainJar(FileTree program) throws IOException {
        try (Stream<Path> files = Files.list(program.root().resolve("app"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String pack(
            ImageDefinition image,
            List<FileEntriesLayer> layers,
            String jar,
            Path archive,
            Path work)
            throws IOException, InterruptedException {
        try {
            Path tar = work.resolve("image.tar");
            String name = image.name() + ":" + source.version();
            JibContainer container =
                    plan(image, layers, jar)
                            .containerize(
                                    Containerizer.to(TarImage.at(tar).named(name))
                                            .setOfflineMode(true)
                                            .setToolName("sluice images")
                                            .setBaseImageLayersCache(work.resolve("base"))
                                            .setApplicationLayersCache(work.resolve("layers")));
            new DockerIndex(name).addTo(tar, archive);
            return container.getDigest().toString();
        } catch (InvalidImageReferenceException
                | RegistryException
                | CacheDirectoryCreationException
                | ExecutionException e) {
            throw new IOException("the image of " + image.name() + " could not be packed", e);
        }
    }

    private JibContainerBuilder plan(
            ImageDefinition image, List<FileEntriesLayer> layers, String jar) {
        JibContainerBuilder plan =
                Jib.fromScratch()
                        .setFormat(ImageFormat.OCI)
                        .setPlatforms(Set.of(jibPlatform()))
                        .setFileEntriesLayers(layers)
                        .setCreationTime(source.time())
                        .setEntrypoint(entrypoint(image, jar))
                        .setProgramArguments(image.arguments())
                        .setEnvironment(environment(image))
                        .setLabels(labels(image))
                        .setUser(SystemFiles.USER + ":" + SystemFiles.USER)
                        .setWorkingDirectory(AbsoluteUnixPath.get(image.home()));
        image.ports().forEach(port -> plan.addExposedPort(Port.tcp(port)));
        if (image.keeps()) {
            plan.addVolume(AbsoluteUnixPath.get(image.home()));
        }
        return plan;
    }

    private com.google.cloud.tools.jib.api.buildplan.Platform jibPlatform() {
        return new com.google.cloud.tools.jib.api.buildplan.Platform(platform.debian(), "linux");
    }

    /// All but the program's arguments, so that a container is started with these alone. The JVM
    /// writes no counters into `/tmp`, and libraries are loaded as they lie.
    static List<String> entrypoint(ImageDefinition image, String jar) {
        String app = image.place() + "/app";
        List<String> command = new ArrayList<>();
        command.add(image.place() + "/runtime/bin/java");
        command.addAll(image.product().options());
        command.add("-XX:-UsePerfData");
        command.add("-Djava.library.path=" + app + "/lib");
        command.add("-Darrow.cdata.library.path=" + app + "/lib");
        command.addAll(List.of("-jar", app + "/" + jar));
        return command;
    }

    static Map<String, String> environment(ImageDefinition image) {
        Map<String, String> environment = new HashMap<>(image.environment());
        environment.put("HOME", image.home());
        environment.put("LANG", "C.UTF-8");
        environment.put("PATH", image.place() + "/runtime/bin");
        return environment;
    }

    private Map<String, String> labels(ImageDefinition image) {
        String prefix = "org.opencontainers.image.";
        Map<String, String> labels = new HashMap<>();
        labels.put(prefix + "title", image.title());
        labels.put(prefix + "description", image.product().summary());
        labels.put(prefix + "version", source.version());
        labels.put(prefix + "created", source.time().toString());
        labels.put(prefix + "vendor", "The Sluice authors");
        labels.put(prefix + "licenses", "Apache-2.0");
        if (!source.revision().isEmpty()) {
            labels.put(prefix + "revision", source.revision());
        }
        return labels;
    }
}
