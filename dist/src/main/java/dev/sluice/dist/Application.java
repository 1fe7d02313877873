// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import dev.sluice.dist.archive.FileTree;
import dev.sluice.dist.jar.ClassRaising;
import dev.sluice.dist.jar.JarCopy;
import dev.sluice.dist.jar.Platform;
import dev.sluice.model.Problem;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A program that runs by itself: `bin/` with the command, `runtime/` with the parts of the JDK
/// that it needs, `app/` with its jars.
///
/// @param product which program
/// @param tree where it lies
public record Application(Product product, FileTree tree) {
    /// The engine's library, as its jar names it, and as the JVM finds it by itself: classes from a
    /// start-up cache do not know where their jar lies, so it cannot be looked for beside that.
    private static final String NATIVE = "libduckdb_java.so_";

    private static final String NATIVE_FOUND = "libduckdb_java.so";
    private static final String LIBRARIES = "app/lib";

    /// Puts the program together.
    ///
    /// @param checkout has built it
    /// @throws dev.sluice.model.ProblemException *unavailable* when it has not
    public static Application assemble(
            Product product, Path checkout, Path place, Platform platform)
            throws IOException, InterruptedException {
        Application application = new Application(product, FileTree.empty(place));
        Path built = checkout.resolve(product.module()).resolve("target");
        Path main = application.mainJar(built);
        application.copyJars(main, built.resolve("lib"), platform);
        application.linkRuntime();
        application.tree.writeExecutable("bin/" + product.name(), application.launcher(main));
        return application;
    }

    /// The command that starts the program the long way, for the runs that make its cache.
    List<String> java(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(tree.root().resolve("runtime/bin/java").toString());
        command.addAll(product.options());
        command.add("-Djava.library.path=" + LIBRARIES);
        command.add("-Darrow.cdata.library.path=" + LIBRARIES);
        command.addAll(options);
        command.addAll(List.of("-jar", "app/" + mainJar(tree.root().resolve("app")).getFileName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Path mainJar(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                List<Path> jars =
                        files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
                if (jars.size() == 1) {
                    return jars.getFirst();
                }
            }
        }
        throw Problem.unavailable(
                        "not_built",
                        "%s is not built: %s does not hold one jar"
                                .formatted(product.name(), directory))
                .asException();
    }

    private void copyJars(Path main, Path libraries, Platform platform) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(libraries)) {
            jars = files.sorted().toList();
        }
        try (URLClassLoader classes = new URLClassLoader(urls(jars), null)) {
            JarCopy copy = new JarCopy(platform, new ClassRaising(classes));
            copy.copy(main, tree.place("app/" + main.getFileName()));
            for (Path jar : jars) {
                String name = jar.getFileName().toString();
                if (name.startsWith(NATIVE)) {
                    Files.copy(jar, tree.place(LIBRARIES + "/" + NATIVE_FOUND));
                } else if (name.endsWith(".jar") && platform.keepsJar(name)) {
                    copy.copy(jar, tree.place(LIBRARIES + "/" + name));
                }
            }
        }
    }

    private static URL[] urls(List<Path> jars) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }

    private void linkRuntime() throws IOException, InterruptedException {
        Path runtime = tree.root().resolve("runtime");
        Tools.run(
                tree.root(),
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                        "--add-modules",
                        String.join(",", product.modules()),
                        "--strip-java-debug-attributes",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        runtime.toString()));
    }

    private String launcher(Path main) throws IOException {
        return Resources.text("launcher.sh")
                .replace("@NAME@", product.name())
                .replace("@OPTIONS@", String.join(" ", product.options()))
                .replace("@IGNORED@", product.ignored())
                .replace("@CACHE@", product.cacheFile())
                .replace("@JAR@", main.getFileName().toString());
    }
}
