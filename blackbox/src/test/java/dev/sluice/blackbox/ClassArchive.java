// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import dev.sluice.local.AppInstanceFile;
import dev.sluice.local.Layout;
import dev.sluice.local.Programs;
import dev.sluice.local.ServerProcess;
import dev.sluice.local.process.Ports;
import dev.sluice.local.process.Waiting;
import dev.sluice.testkit.PreparedKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The server's classes, loaded and checked once for all servers of a run of tests, which start
/// with half the processor time then.
final class ClassArchive {
    /// What the JVM says of classes that it could not take is nobody's business.
    private static final String QUIET = " -Xlog:cds=off -Xlog:cds+dynamic=off";

    private final Path file;

    private ClassArchive(Path file) {
        this.file = file;
    }

    /// Starts a server and stops it, and keeps what it loaded.
    ///
    /// @param checkout whose server
    /// @param jvmOptions how the servers run that use the archive
    static ClassArchive make(Path checkout, String jvmOptions, Waiting waiting) {
        try {
            Path target = checkout.resolve("blackbox/target");
            Path directory = Files.createTempDirectory(target, "class-archive");
            var archive = new ClassArchive(directory.resolve("server.jsa").toAbsolutePath());
            String recording = jvmOptions + " -XX:ArchiveClassesAtExit=" + archive.file + QUIET;
            visit(new Programs(checkout, recording), new Layout(directory), waiting);
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The options of whoever starts with it.
    String jvmOptions() {
        return "-XX:SharedArchiveFile=" + file + QUIET;
    }

    private static void visit(Programs programs, Layout layout, Waiting waiting)
            throws IOException, InterruptedException {
        int port = Ports.free();
        PreparedKeys.offerTo(layout.data().resolve("secrets"));
        Files.writeString(
                layout.configurationFile(),
                new AppInstanceFile(port, layout.data(), null).render());
        var server = new ServerProcess(programs, waiting, layout.server());
        server.start(layout.configurationFile(), layout.data(), port);
        server.stop();
    }
}
