// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What all [SmallObjects] promise.
public interface SmallObjectsContract {
    /// Some object.
    ObjectPath SMALL = new ObjectPath("log/1");

    /// Opens the objects that are kept under a directory.
    SmallObjects openSmall(Path directory) throws IOException;

    @Test
    default void givesBackTheBytesThatWerePut(@TempDir Path place) throws IOException {
        SmallObjects objects = openSmall(place);
        byte[] content = "content".getBytes(UTF_8);

        objects.put(SMALL, content);
        content[0] = 'C';

        assertThat(objects.read(SMALL)).isEqualTo("content".getBytes(UTF_8));
    }

    @Test
    default void putsNothingOverWhatIsThere(@TempDir Path place) throws IOException {
        SmallObjects objects = openSmall(place);
        objects.put(SMALL, new byte[] {1});

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> objects.put(SMALL, new byte[] {2}));

        assertThat(objects.read(SMALL)).containsExactly(1);
    }

    /// Not as it was read before.
    @Test
    default void readsWhatIsThereNow(@TempDir Path place) throws IOException {
        SmallObjects objects = openSmall(place);
        objects.put(SMALL, new byte[] {1});
        assertThat(objects.read(SMALL)).containsExactly(1);
        objects.delete(SMALL);
        objects.delete(SMALL);

        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> objects.read(SMALL));
        objects.put(SMALL, new byte[] {2});

        assertThat(objects.read(SMALL)).containsExactly(2);
    }

    @Test
    default void listsWhatIsThereBelowAPrefix(@TempDir Path place) throws IOException {
        SmallObjects objects = openSmall(place);
        objects.put(new ObjectPath("log/2"), new byte[2]);
        objects.put(SMALL, new byte[1]);
        objects.put(new ObjectPath("other/1"), new byte[0]);
        objects.put(new ObjectPath("log/3"), new byte[0]);
        objects.delete(new ObjectPath("log/3"));

        assertThat(objects.listWithTimes("log/"))
                .extracting(listed -> listed.path().value(), ListedObject::sizeBytes)
                .containsExactly(tuple("log/1", 1L), tuple("log/2", 2L));
    }
}
