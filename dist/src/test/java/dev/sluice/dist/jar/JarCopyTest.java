// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// What becomes of libraries on their way into a package.
final class JarCopyTest {
    private static final Platform AMD64 = Platform.named("amd64");

    @TempDir private Path scratch;

    @Test
    void aJarThatNeedsNothingStaysAsItIs() throws IOException {
        Path jar = jar("plain.jar", "META-INF/MANIFEST.MF", "words.txt");

        assertThat(copy(jar)).hasSameBinaryContentAs(jar);
    }

    @Test
    void putsLibrariesOfThePlatformBesideTheJar() throws IOException {
        Path jar =
                jar(
                        "native.jar",
                        "a.txt",
                        "META-INF/MANIFEST.MF",
                        "META-INF/native/libnetty_tcnative_linux_x86_64.so",
                        "arrow_cdata_jni/x86_64/libarrow_cdata_jni.so",
                        "arrow_cdata_jni/x86_64/arrow_cdata_jni.dll",
                        "arrow_cdata_jni/aarch_64/libarrow_cdata_jni.so",
                        "darwin/x86_64/libzstd-jni-1.5.7-28.dylib",
                        "libduckdb_java.so_macos_arm64",
                        "linux/amd64/libzstd-jni-1.5.7-28.so",
                        "linux/ppc64/libzstd-jni-1.5.7-28.so",
                        "linux/amd64/other.txt",
                        "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so",
                        "org/sqlite/native/Linux/aarch64/libsqlitejdbc.so",
                        "org/sqlite/native/Mac/x86_64/libsqlitejdbc.dylib",
                        "org/sqlite/native/Windows/x86_64/sqlitejdbc.dll");

        try (ZipFile copy = new ZipFile(copy(jar).toFile())) {
            assertThat(copy.stream().map(ZipEntry::getName))
                    .containsExactly("META-INF/MANIFEST.MF", "a.txt", "linux/amd64/other.txt");
        }
        for (String library :
                new String[] {
                    "META-INF/native/libnetty_tcnative_linux_x86_64.so",
                    "arrow_cdata_jni/x86_64/libarrow_cdata_jni.so",
                    "linux/amd64/libzstd-jni-1.5.7-28.so",
                    "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so"
                }) {
            assertThat(scratch.resolve(library.substring(library.lastIndexOf('/') + 1)))
                    .hasContent(library);
        }
        try (var files = Files.list(scratch)) {
            assertThat(files.filter(file -> file.toString().matches(".*\\.(so|dylib|dll)")))
                    .hasSize(4);
        }
    }

    @Test
    void refusesToChangeASignedJar() throws IOException {
        Path jar = jar("signed.jar", "META-INF/KEY.SF", "libduckdb_java.so_macos_arm64");

        assertThatThrownBy(() -> copy(jar)).hasMessageContaining("is signed");
    }

    /// The JDK would make the provider at every start, and take no class of the jar from a cache.
    @Test
    void aLibrarysCryptographyIsNotOfferedToTheJdk() throws Exception {
        Path jar =
                Path.of(
                        Blake3Digest.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());

        Path copy = copy(jar);

        try (JarFile file = new JarFile(copy.toFile())) {
            assertThat(file.stream().map(ZipEntry::getName))
                    .contains("org/bouncycastle/crypto/digests/Blake3Digest.class")
                    .noneMatch(name -> name.matches("META-INF/.*(\\.SF|\\.RSA|Provider)"));
            assertThat(file.getManifest().getEntries()).isEmpty();
            assertThat(file.isMultiRelease()).isTrue();
        }
        URL[] urls = {copy.toUri().toURL()};
        try (URLClassLoader classes =
                new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            assertThat(ServiceLoader.load(Provider.class, classes))
                    .noneMatch(provider -> classes.equals(provider.getClass().getClassLoader()));
            Class<?> digest =
                    Class.forName("org.bouncycastle.crypto.digests.Blake3Digest", true, classes);
            assertThat(digest.getConstructor().newInstance()).isNotNull();
            assertThat(digest.getSigners()).isNull();
        }
    }

    /// The commands of both programs are read by classes of Java 5.
    @Test
    void raisesOldClassesAndTheyStillWork() throws Exception {
        Path jar =
                Path.of(
                        CommandLine.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());

        Path copy = copy(jar);

        URL[] urls = {copy.toUri().toURL()};
        try (URLClassLoader classes =
                new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            assertThat(version(classes)).isEqualTo(ClassFile.latestMajorVersion());
            // Runs the raised classes through the verifier, static initialisers included.
            Class<?> line = Class.forName("picocli.CommandLine", true, classes);
            Object spec =
                    Class.forName("picocli.CommandLine$Model$CommandSpec", true, classes)
                            .getMethod("create")
                            .invoke(null);
            Object made = line.getConstructor(Object.class).newInstance(spec);
            assertThat(line.getMethod("getUsageMessage").invoke(made))
                    .asString()
                    .startsWith("Usage: <main class>");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "netty-transport-native-epoll-4.2.18.Final-linux-x86_64.jar, true",
        "netty-transport-native-epoll-4.2.18.Final-linux-aarch_64.jar, false",
        "netty-tcnative-boringssl-static-2.0.74.Final-windows-x86_64.jar, false",
        "netty-resolver-dns-native-macos-4.2.18.Final-osx-x86_64.jar, false",
        "native-linux-x86_64-1.20.0.jar, true",
        "native-osx-x86_64-1.20.0.jar, false",
        "netty-resolver-dns-classes-macos-4.2.18.Final.jar, true",
        "guava-33.4.8-jre.jar, true"
    })
    void keepsTheJarsOfThisPlatform(String name, boolean kept) {
        assertThat(AMD64.keepsJar(name)).isEqualTo(kept);
    }

    @Test
    void refusesAPlatformThatNothingIsMadeFor() {
        assertThatThrownBy(() -> Platform.named("s390x"))
                .hasMessage("packages are made for amd64 and arm64, not for s390x");
    }

    private Path copy(Path jar) throws IOException {
        Path copy = scratch.resolve("copy-" + jar.getFileName());
        try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            new JarCopy(AMD64, new ClassRaising(classes)).copy(jar, copy);
        }
        return copy;
    }

    private Path jar(String name, String... entries) throws IOException {
        Path file = scratch.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String entry : entries) {
                out.putNextEntry(new ZipEntry(entry));
                out.write(entry.getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private static int version(ClassLoader classes) throws IOException {
        try (var input = classes.getResourceAsStream("picocli/CommandLine.class")) {
            ClassModel model = ClassFile.of().parse(input.readAllBytes());
            return model.majorVersion();
        }
    }
}
