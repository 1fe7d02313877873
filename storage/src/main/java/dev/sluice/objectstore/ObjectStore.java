// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A flat store of immutable objects. Safe for many threads. Every implementation passes
/// `ObjectStoreContract`.
public interface ObjectStore {

    /// Stores the content of a local file under `path`, unless something is there already.
    ///
    /// @return the receipt; from here on a crash cannot lose the object
    /// @throws java.nio.file.FileAlreadyExistsException when the path is taken; nothing changed
    /// @throws IOException when the store failed; the object may or may not be there
    StoredFile put(ObjectPath path, Path content) throws IOException;

    /// Gives a local file with the object's bytes, fetched where they are elsewhere.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is no such object
    HeldFile hold(ObjectPath path) throws IOException;

    /// The same of an object whose size is known: a local copy of another size is fetched anew.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is no such object
    default HeldFile hold(ObjectPath path, long sizeBytes) throws IOException {
        return hold(path);
    }

    /// Every path that starts with `prefix`, sorted. What is in the same place and has another kind
    /// of name is none of ours and left out.
    default List<ObjectPath> list(String prefix) throws IOException {
        return listWithTimes(prefix).stream().map(ListedObject::path).toList();
    }

    /// Every object whose path starts with `prefix`, sorted by path, with its age. An object that
    /// is put or deleted meanwhile may be in it or not.
    List<ListedObject> listWithTimes(String prefix) throws IOException;

    /// Removes an object; succeeds when there is none.
    void delete(ObjectPath path) throws IOException;
}
