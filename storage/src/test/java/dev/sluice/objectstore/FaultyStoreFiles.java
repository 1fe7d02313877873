// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// The real files, one operation of which fails; knows which names are not synced yet.
final class FaultyStoreFiles implements StoreFiles {
    static final String CAUSE = "No space left on device";

    private final StoreFiles real = new StoreFiles.Disk();
    private final Set<String> failed = new TreeSet<>();
    private final Set<Path> unsynced = new HashSet<>();
    private int untilFailure;

    /// @param succeeding how many operations succeed before one fails
    FaultyStoreFiles(int succeeding) {
        untilFailure = succeeding;
    }

    /// The operation that failed, if one did.
    Set<String> failed() {
        return failed;
    }

    /// Directories with entries, and files with bytes, that a crash could take.
    Set<Path> unsynced() {
        return unsynced;
    }

    private void step(String operation) throws IOException {
        if (untilFailure-- == 0) {
            failed.add(operation);
            throw new IOException(CAUSE);
        }
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        step("createDirectory");
        expectSync(directory);
        real.createDirectory(directory);
    }

    @Override
    public void createPrivateDirectory(Path directory) throws IOException {
        step("createPrivateDirectory");
        expectSync(directory);
        real.createPrivateDirectory(directory);
    }

    private void expectSync(Path directory) {
        if (!Files.exists(directory)) {
            unsynced.add(Objects.requireNonNull(directory.getParent()));
        }
    }

    @Override
    public Path createFile(Path directory) throws IOException {
        step("createFile");
        return real.createFile(directory);
    }

    /// One that fails leaves some bytes.
    @Override
    public void copy(Path content, Path target) throws IOException {
        unsynced.add(target);
        try {
            step("copy");
        } catch (IOException e) {
            Files.writeString(target, "half");
            throw e;
        }
        real.copy(content, target);
    }

    @Override
    public void sync(Path place) throws IOException {
        step("sync");
        real.sync(place);
        unsynced.remove(place);
    }

    @Override
    public void link(Path name, Path file) throws IOException {
        step("link");
        real.link(name, file);
        unsynced.add(Objects.requireNonNull(name.getParent()));
    }

    @Override
    public void delete(Path name) throws IOException {
        step("delete");
        real.delete(name);
        unsynced.remove(name);
    }

    @Override
    public void deleteDirectory(Path directory) throws IOException {
        step("deleteDirectory");
        real.deleteDirectory(directory);
    }
}
