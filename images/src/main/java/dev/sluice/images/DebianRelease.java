// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import dev.sluice.dist.Tools;
import dev.sluice.dist.archive.FileTree;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// One release of Debian, whatever release this machine has: single packages are fetched and
/// unpacked, never installed. Lists and packages are checked by apt as always, with Debian's keys;
/// where they are fetched from is what this machine's apt is set to.
///
/// @param codename such as `trixie`
/// @param version such as `13`
/// @param kept where its packages are kept; the same ones are used until that is thrown away
/// @param proxies the variables that lead apt through a proxy
record DebianRelease(String codename, String version, Path kept, Map<String, String> proxies) {
    private static final String KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg";
    private static final String PATH = "/usr/bin:/bin:/usr/sbin:/sbin";

    private static final Set<String> PROXIES = Set.of("http_proxy", "https_proxy", "no_proxy");

    /// What images are made of now.
    ///
    /// @param environment of this process, of which proxies matter
    static DebianRelease current(Path cache, Map<String, String> environment) {
        Map<String, String> proxies = new HashMap<>(environment);
        proxies.keySet().retainAll(PROXIES);
        return new DebianRelease("trixie", "13", cache.resolve("debian-trixie"), proxies);
    }

    /// Copies the variables.
    DebianRelease {
        proxies = Map.copyOf(proxies);
    }

    /// A package, unpacked.
    ///
    /// @param name as Debian calls it
    /// @param control what Debian says of it, in the form of deb-control(5)
    /// @param files what it would install
    record Unpacked(String name, String control, FileTree files) {}

    /// Unpacks packages, and fetches them first where they were not.
    ///
    /// @throws ProblemException *unavailable* when Debian's tools are absent or cannot fetch them
    List<Unpacked> unpacked(List<String> names) throws IOException, InterruptedException {
        List<String> missing =
                names.stream().filter(name -> !Files.exists(kept.resolve(name))).toList();
        if (!missing.isEmpty()) {
            Files.createDirectories(kept);
            Path work = Files.createTempDirectory(kept, ".work");
            try {
                fetch(missing, work);
            } finally {
                new FileTree(work).delete();
            }
        }
        List<Unpacked> packages = new ArrayList<>();
        for (String name : names) {
            Path home = kept.resolve(name);
            packages.add(
                    new Unpacked(
                            name,
                            Files.readString(home.resolve("control")),
                            new FileTree(home.resolve("files"))));
        }
        return packages;
    }

    private void fetch(List<String> names, Path work) throws IOException, InterruptedException {
        Path sources = Files.writeString(work.resolve("sources.list"), sources(work));
        List<String> apt = apt(work, sources);
        run(work, apt, List.of("update"));
        List<String> download = new ArrayList<>(List.of("download"));
        download.addAll(names);
        run(work, apt, download);
        for (String name : names) {
            unpack(name, work);
        }
    }

    private void unpack(String name, Path work) throws IOException, InterruptedException {
        Path draft = Files.createDirectory(work.resolve(name));
        String file = file(name, work).toString();
        String control = run(work, List.of("/usr/bin/dpkg-deb"), List.of("--field", file));
        Files.writeString(draft.resolve("control"), control);
        run(
                work,
                List.of("/usr/bin/dpkg-deb"),
                List.of("--extract", file, draft.resolve("files").toString()));
        try {
            Files.move(draft, kept.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException lost) {
            if (!Files.exists(kept.resolve(name))) { // else somebody else was quicker
                throw lost;
            }
        }
    }

    private static Path file(String name, Path work) throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            return files.filter(file -> file.getFileName().toString().startsWith(name + "_"))
                    .findFirst()
                    .orElseThrow(() -> unavailable("apt-get brought no package " + name));
        }
    }

    /// The archives of this machine's own release, with the name of this one.
    private String sources(Path work) throws IOException, InterruptedException {
        String targets =
                run(
                        work,
                        List.of("/usr/bin/apt-get"),
                        List.of(
                                "indextargets",
                                "--format",
                                "$(LABEL) $(REPO_URI)",
                                "Created-By: Packages"));
        TreeSet<String> sources = new TreeSet<>();
        targets.lines()
                .map(line -> line.split(" ", 2))
                .forEach(words -> {
                    String suffix =
                            switch (words[0]) {
                                case "Debian" -> "";
                                case "Debian-Security" -> "-security";
                                default -> null;
                            };
                    if (suffix != null && words.length == 2) {
                        sources.add(
                                "deb [signed-by=%s] %s %s%s main"
                                        .formatted(KEYS, words[1], codename, suffix));
                    }
                });
        if (sources.isEmpty()) {
            throw unavailable(
                    "apt-get knows no archive of Debian's: build on Debian, and run apt-get update"
                            + " first");
        }
        return String.join("\n", sources) + "\n";
    }

    private static List<String> apt(Path work, Path sources) throws IOException {
        Path lists = work.resolve("lists");
        Path cache = work.resolve("cache");
        Files.createDirectories(lists.resolve("partial"));
        Files.createDirectories(cache.resolve("archives/partial"));
        List<String> command = new ArrayList<>(List.of("/usr/bin/apt-get", "--quiet"));
        for (String option :
                List.of(
                        "Dir::State::lists=" + lists,
                        "Dir::State::status=/dev/null",
                        "Dir::Cache=" + cache,
                        "Dir::Etc::sourcelist=" + sources,
                        "Dir::Etc::sourceparts=/dev/null",
                        "Acquire::Languages=none",
                        "APT::Update::Error-Mode=any",
                        "APT::Sandbox::User=")) {
            command.addAll(List.of("--option", option));
        }
        return command;
    }

    private String run(Path work, List<String> program, List<String> arguments)
            throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(program.getFirst()))) {
            throw unavailable(program.getFirst() + " is missing: images are made on Debian");
        }
        List<String> command = new ArrayList<>(program);
        command.addAll(arguments);
        return Tools.run(work, environment(), command);
    }

    /// What apt's way to the archives may depend on.
    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(proxies);
        environment.put("PATH", PATH);
        environment.put("LC_ALL", "C");
        return environment;
    }

    private static ProblemException unavailable(String why) {
        return Problem.unavailable("debian_unavailable", why).asException();
    }
}
