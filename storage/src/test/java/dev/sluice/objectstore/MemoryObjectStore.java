// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// Objects in memory; what is held is a file for as long.
public final class MemoryObjectStore implements ObjectStore, SmallObjects {
    private final ConcurrentNavigableMap<String, Content> objects = new ConcurrentSkipListMap<>();

    private static final class Content {
        private final byte[] bytes;
        private final Instant since = Instant.now();

        Content(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    @Override
    public StoredFile put(ObjectPath path, Path content) throws IOException {
        byte[] bytes = Files.readAllBytes(content);
        put(path, bytes);
        return new StoredFile(path, bytes.length);
    }

    @Override
    public void put(ObjectPath path, byte[] content) throws IOException {
        if (objects.putIfAbsent(path.value(), new Content(content.clone())) != null) {
            throw new FileAlreadyExistsException(path.value());
        }
    }

    @Override
    public byte[] read(ObjectPath path) throws IOException {
        Content content = objects.get(path.value());
        if (content == null) {
            throw new NoSuchFileException(path.value());
        }
        return content.bytes.clone();
    }

    @Override
    public HeldFile hold(ObjectPath path) throws IOException {
        Content content = objects.get(path.value());
        if (content == null) {
            throw new NoSuchFileException(path.value());
        }
        Path file = Files.write(Files.createTempFile("held", null), content.bytes);
        file.toFile().deleteOnExit();
        return new HeldFile(file, () -> file.toFile().delete());
    }

    @Override
    public List<ListedObject> listWithTimes(String prefix) {
        return objects.tailMap(prefix).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .map(entry ->
                        new ListedObject(
                                new ObjectPath(entry.getKey()),
                                entry.getValue().bytes.length,
                                entry.getValue().since))
                .toList();
    }

    @Override
    public void delete(ObjectPath path) {
        objects.remove(path.value());
    }
}
