// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What programs and libraries say of what they need, read from those of the JDK that runs this.
final class SharedObjectTest {
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    @TempDir private Path scratch;

    @Test
    void aProgramNamesItsLoaderAndLibraries() throws IOException {
        SharedObject java = SharedObject.read(JDK.resolve("bin/java")).orElseThrow();

        assertThat(java.loader()).matches("/lib(64)?/ld-linux-[a-z0-9-]+\\.so\\.\\d");
        assertThat(java.needed()).contains("libjli.so", "libc.so.6");
    }

    @Test
    void aLibraryNamesNoLoader() throws IOException {
        SharedObject jvm = SharedObject.read(JDK.resolve("lib/server/libjvm.so")).orElseThrow();

        assertThat(jvm.loader()).isNull();
        assertThat(jvm.needed()).contains("libc.so.6", "libm.so.6");
    }

    @Test
    void otherFilesAreNone() throws IOException {
        Path text = Files.writeString(scratch.resolve("text"), "x".repeat(200));
        Path empty = Files.createFile(scratch.resolve("empty"));

        assertThat(SharedObject.read(text)).isEmpty();
        assertThat(SharedObject.read(empty)).isEmpty();
        assertThat(SharedObject.read(JDK.resolve("lib/modules"))).isEmpty();
    }
}
