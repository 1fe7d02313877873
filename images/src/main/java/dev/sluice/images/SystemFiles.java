// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import dev.sluice.dist.archive.FileTree;
import dev.sluice.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What an image has in place of an operating system: the libraries that its program needs and
/// nothing else of Debian's, and the few files that programs ask for names.
///
/// What Debian says of the packages goes with them in `/var/lib/dpkg/status.d`, where scanners for
/// known weaknesses look, and so do their terms.
record SystemFiles(DebianRelease debian, ImageDefinition image, FileTree tree) {
    /// Who the program runs as, by number and name.
    static final int USER = 65532;

    private static final String USER_NAME = "nonroot";

    /// The packages that libraries are looked for in, in this order.
    private static final List<String> PACKAGES =
            List.of("libc6", "libgcc-s1", "libstdc++6", "zlib1g");

    /// Writes them.
    ///
    /// @param application the program that they are for
    /// @throws dev.sluice.model.ProblemException *unavailable* without Debian's packages, *invalid*
    ///   when the program needs a library that none of them has
    void write(FileTree application) throws IOException, InterruptedException {
        names();
        Set<String> present = new HashSet<>();
        Deque<SharedObject> waiting = new ArrayDeque<>();
        for (FileTree.Entry entry : application.entries()) {
            present.add(entry.path().getFileName().toString());
            if (entry.kind() == FileTree.Kind.PLAIN || entry.kind() == FileTree.Kind.EXECUTABLE) {
                SharedObject.read(entry.path()).ifPresent(waiting::add);
            }
        }
        List<DebianRelease.Unpacked> packages = debian.unpacked(PACKAGES);
        Set<DebianRelease.Unpacked> used = new HashSet<>();
        while (!waiting.isEmpty()) {
            SharedObject object = waiting.remove();
            if (object.loader() != null && present.add(object.loader())) {
                Path loader = Path.of(object.loader());
                copy(find(loader.getFileName().toString(), packages, used), object.loader());
                present.add(loader.getFileName().toString());
            }
            for (String needed : object.needed()) {
                if (!needed.startsWith("ld-linux") && present.add(needed)) {
                    Found found = find(needed, packages, used);
                    copy(found, "/" + found.name());
                    SharedObject.read(found.file()).ifPresent(waiting::add);
                }
            }
        }
        for (DebianRelease.Unpacked one : used) {
            describe(one);
        }
    }

    private void names() throws IOException {
        tree.write(
                "etc/passwd",
                "root:x:0:0:root:/:/sbin/nologin\n%1$s:x:%2$d:%2$d:%1$s:%3$s:/sbin/nologin\n"
                        .formatted(USER_NAME, USER, image.home()));
        tree.write("etc/group", "root:x:0:\n%s:x:%d:\n".formatted(USER_NAME, USER));
        tree.write("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
        tree.write(
                "etc/os-release",
                """
                PRETTY_NAME="Sluice, on libraries of Debian %1$s (%2$s)"
                NAME="Debian GNU/Linux"
                VERSION_ID="%1$s"
                VERSION_CODENAME=%2$s
                ID=debian
                """
                        .formatted(debian.version(), debian.codename()));
        Files.createDirectories(tree.place("tmp"));
        Files.createDirectories(tree.place(image.home().substring(1)));
    }

    private record Found(String name, Path file) {}

    private static Found find(
            String library, List<DebianRelease.Unpacked> packages, Set<DebianRelease.Unpacked> used)
            throws IOException {
        for (DebianRelease.Unpacked one : packages) {
            List<FileTree.Entry> hits = new ArrayList<>();
            for (FileTree.Entry entry : one.files().entries()) {
                if (entry.path().getFileName().toString().equals(library)
                        && Files.isRegularFile(entry.path())) {
                    hits.add(entry);
                }
            }
            if (!hits.isEmpty()) {
                used.add(one);
                return new Found(hits.getFirst().name(), hits.getFirst().path());
            }
        }
        throw Problem.invalid(
                        "library_unknown",
                        "the program needs %s, which none of the packages %s has"
                                .formatted(library, String.join(", ", PACKAGES)))
                .asException();
    }

    private void copy(Found found, String to) throws IOException {
        Files.copy(found.file(), tree.place(to.substring(1)));
    }

    private void describe(DebianRelease.Unpacked one) throws IOException {
        tree.write(
                "var/lib/dpkg/status.d/" + one.name(),
                one.control().replaceFirst("\n", "\nStatus: install ok installed\n"));
        String terms = "usr/share/doc/" + one.name() + "/copyright";
        Path file = one.files().root().resolve(terms);
        if (Files.exists(file)) {
            Files.copy(file, tree.place(terms));
        }
    }
}
