// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class FileTroubleTest {

    @Test
    void namesTheFileAndTheReason() {
        assertThat(FileTrouble.sentence(new AccessDeniedException("/a")))
                .isEqualTo("/a: permission denied");
        assertThat(FileTrouble.sentence(new NoSuchFileException("/a")))
                .isEqualTo("/a: there is no such file");
        assertThat(FileTrouble.sentence(new FileAlreadyExistsException("/a")))
                .isEqualTo("/a: something that is no directory is in the way");
        assertThat(FileTrouble.sentence(new FileSystemException("/a", null, "Not a directory")))
                .isEqualTo("/a: Not a directory");
        assertThat(FileTrouble.sentence(new DirectoryNotEmptyException("/a")))
                .isEqualTo("/a: it cannot be used");
    }

    @Test
    void aFailureWithoutANameHasItsReasonOnly() {
        assertThat(FileTrouble.sentence(new MalformedInputException(1)))
                .isEqualTo("it is not UTF-8");
        assertThat(FileTrouble.sentence(new IOException("Is a directory")))
                .isEqualTo("Is a directory");
    }
}
