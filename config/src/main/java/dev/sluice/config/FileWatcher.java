// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells when the content of some files has changed, whoever changed it and however: an editor, a
/// rename, or Kubernetes swapping the link `..data` of a mounted directory (admin.md 1.10).
///
/// Looks once a second and compares contents, never times. A change is told after two equal looks,
/// thus within three seconds, and once. The first content is told too, because whatever was read
/// before the watch began may be out of date by then.
///
/// One virtual thread, which never keeps the program running. Close it.
public final class FileWatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FileWatcher.class);

    /// The time between two looks.
    static final Duration INTERVAL = Duration.ofSeconds(1);

    /// How long closing waits for a listener to return.
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final Thread thread;

    private FileWatcher(Thread thread) {
        this.thread = thread;
    }

    /// Lets time pass between two looks.
    @FunctionalInterface
    interface Waiting {
        /// Returns after `duration`, not earlier.
        void await(Duration duration) throws InterruptedException;
    }

    /// Starts watching.
    ///
    /// @param files each may be missing
    /// @param listener is called on the watcher's thread, never twice at a time
    public static FileWatcher start(List<Path> files, Runnable listener) {
        return start("watch-" + files.getFirst().getFileName(), () -> files, listener);
    }

    /// Starts watching files that may become others, as a setting that names one is changed.
    ///
    /// @param name of the thread
    /// @param files is asked at every look, on the watcher's thread; each may be missing
    /// @param listener as above
    public static FileWatcher start(String name, Supplier<List<Path>> files, Runnable listener) {
        SettledContent content = new SettledContent(files);
        return new FileWatcher(
                Thread.ofVirtual().name(name).start(() -> run(content, listener, Thread::sleep)));
    }

    /// Looks and tells until it is interrupted. Of failures in a row it logs the first.
    static void run(SettledContent content, Runnable listener, Waiting waiting) {
        boolean failed = false;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    if (content.changed()) {
                        listener.run();
                        content.told();
                    }
                    failed = false;
                } catch (RuntimeException | OutOfMemoryError e) {
                    if (!failed) {
                        log.atError()
                                .setCause(e)
                                .log("what changed in a file could not be taken over");
                    }
                    failed = true;
                }
                waiting.await(INTERVAL);
            }
        } catch (InterruptedException _) {
            // Closed; there is nothing to tidy up.
        }
    }

    /// Whether it still looks; false once it is closed.
    boolean isWatching() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
