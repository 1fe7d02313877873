// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs a program in the root of an image, as a container's engine would and without one: user
/// 65532, everything read-only but `/tmp` and the directory of the user, no privileges to gain.
///
/// Both ways need nothing but programs that every Debian has (`unshare`, `mount`, `sh`). A root
/// without `/proc` would not do: Java finds its own libraries by it.
enum Confinement {
    /// Root, who may mount.
    MOUNTS,

    /// Anybody, where user namespaces are allowed.
    USER_NAMESPACE;

    private static final String UNSHARE = "/usr/bin/unshare";

    /// $1 is the root, $2 the home in it, then the program. Mounts of the image's own directories
    /// stay writable when the root becomes read-only.
    private static final String MOUNT =
            """
            set -eu
            root=$1 home=$2
            /bin/mount --bind "$root" "$root"
            /bin/mount -t tmpfs -o mode=1777,size=64m tmpfs "$root/tmp"
            /bin/mount --bind "$root$home" "$root$home"
            /bin/mount --rbind /dev "$root/dev"
            /bin/mount --rbind /proc "$root/proc"
            # In a namespace of users the flags of the mount below have to be kept.
            /bin/mount -o remount,bind,ro "$root" 2> /dev/null ||
              /bin/mount -o remount,bind,ro,nosuid,nodev "$root"
            shift 2
            exec "$@"
            """;

    /// The first of the ways that this machine allows.
    static Confinement find(Confinement... ways) throws IOException, InterruptedException {
        List<String> refusals = new ArrayList<>();
        for (Confinement way : ways) {
            String refusal = way.refusal();
            if (refusal.isEmpty()) {
                return way;
            }
            refusals.add(way + ": " + refusal);
        }
        throw new AssertionError(
                "this machine lets nobody run a program in another root, which the images are tested"
                        + " by: run the tests as root, or allow user namespaces (sysctl"
                        + " user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns)."
                        + " What was tried:\n"
                        + String.join("\n", refusals));
    }

    /// Why it is not possible; empty when it is.
    private String refusal() throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(UNSHARE));
        words.addAll(namespaces());
        words.addAll(List.of("--", "/bin/mount", "-t", "tmpfs", "tmpfs", "/tmp"));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return process.waitFor() == 0 ? "" : UNSHARE + " said: " + said.strip();
    }

    /// Whether files keep their owners: a namespace has but one user, who owns all.
    boolean keepsOwners() {
        return this == MOUNTS;
    }

    /// A command that has not been started.
    ///
    /// @param root made by [ImageArchive#unpackLayers]
    /// @param home where it runs, and may write
    /// @param environment all that it gets
    ProcessBuilder builder(
            Path root, String home, Map<String, String> environment, List<String> command)
            throws IOException {
        for (String place : List.of("dev", "proc")) {
            Files.createDirectories(root.resolve(place));
        }
        List<String> words = new ArrayList<>();
        words.add(UNSHARE);
        words.addAll(namespaces());
        words.addAll(List.of("--", "/bin/sh", "-c", MOUNT, "sh", root.toString(), home, UNSHARE));
        words.addAll(identity());
        words.addAll(List.of("--root=" + root, "--wd=" + home, "--"));
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    private List<String> namespaces() {
        return switch (this) {
            case MOUNTS -> List.of("--mount", "--propagation=private");
            case USER_NAMESPACE ->
                    List.of("--user", "--map-root-user", "--mount", "--propagation=private");
        };
    }

    private List<String> identity() {
        String user = Integer.toString(SystemFiles.USER);
        return this == USER_NAMESPACE
                ? List.of("--map-user=" + user, "--map-group=" + user)
                : List.of("--setgid=" + user, "--setuid=" + user);
    }
}
