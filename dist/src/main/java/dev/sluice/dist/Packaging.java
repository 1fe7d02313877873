// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.dist.archive.DebianPackage;
import dev.sluice.dist.archive.FileTree;
import dev.sluice.dist.archive.TarGz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Packs a program twice: as an archive to be unpacked anywhere, and as a Debian package.
///
/// @param application the program
/// @param extras what goes with it
/// @param notices whose work is in it
/// @param release what is handed out
record Packaging(Application application, Extras extras, String notices, Release release) {
    private static final String MAINTAINER = "The Sluice authors <maintainers@sluice.example>";

    /// Where RFC 1952 has the effort that was made, and its word for the greatest, which the JDK
    /// leaves out and Debian's tools look for.
    private static final int GZIP_EXTRA_FLAGS = 8;

    private static final byte GZIP_SLOWEST = 2;

    private static final DateTimeFormatter CHANGED =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    /// Writes the archive.
    ///
    /// @param licence the licence of Sluice
    /// @return the file
    Path archive(Path licence, Path output, Path scratch) throws IOException {
        FileTree tree = FileTree.empty(scratch);
        tree.copy(application.tree(), ".");
        extras.write(tree, "share");
        Files.copy(licence, tree.place("LICENSE"));
        tree.write("THIRD-PARTY-NOTICES", notices);
        tree.settle(release.time());
        String name = release.archiveName(application.product());
        Path file = output.resolve(name + ".tar.gz");
        TarGz.write(tree, name, release.time(), file);
        tree.delete();
        return file;
    }

    /// Writes the Debian package.
    ///
    /// @return the file
    Path debian(Path output, Path scratch) throws IOException {
        Product product = application.product();
        String name = product.name();
        FileTree tree = FileTree.empty(scratch.resolve("data"));
        tree.copy(application.tree(), "usr/lib/" + name);
        tree.link("usr/bin/" + name, "../lib/" + name + "/bin/" + name);
        extras.write(tree, "usr/share");
        zipPages(tree);
        tree.write("usr/share/doc/" + name + "/copyright", copyright());
        zip(tree.write("usr/share/doc/" + name + "/changelog", changelog()));
        Map<String, String> control = new LinkedHashMap<>();
        if (product.equals(Product.SERVER)) {
            service(tree, control);
        }
        tree.settle(release.time());
        control.put("control", control(tree.kibibytes()));
        Path file = output.resolve(release.debianName(product));
        new DebianPackage(tree, control, release.time()).write(file, scratch.resolve("parts"));
        tree.delete();
        return file;
    }

    private static void service(FileTree tree, Map<String, String> control) throws IOException {
        tree.write(
                "usr/lib/systemd/system/sluice.service", Resources.text("debian/sluice.service"));
        tree.write("usr/lib/sysusers.d/sluice.conf", Resources.text("debian/sluice.sysusers"));
        tree.write("etc/sluice/sluice.yaml", Resources.text("debian/sluice.yaml"));
        control.put("conffiles", "/etc/sluice/sluice.yaml\n");
        for (String script : new String[] {"postinst", "prerm", "postrm"}) {
            control.put(script, Resources.text("debian/sluice." + script));
        }
    }

    private String control(long kibibytes) {
        Product product = application.product();
        return """
        Package: %s
        Version: %s
        Architecture: %s
        Maintainer: %s
        Installed-Size: %d
        Depends: %s
        Section: database
        Priority: optional
        Description: %s
         %s
        """
                .formatted(
                        product.name(),
                        release.debianVersion(),
                        release.platform().debian(),
                        MAINTAINER,
                        kibibytes,
                        product.debianDepends(),
                        product.summary(),
                        product.description());
    }

    /// In the form that Debian's tools read.
    private String changelog() {
        return """
        %s (%s) unstable; urgency=medium

          * CHANGELOG.md of Sluice %s tells what is new.

         -- %s  %s
        """
                .formatted(
                        application.product().name(),
                        release.debianVersion(),
                        release.version(),
                        MAINTAINER,
                        CHANGED.format(release.time().atOffset(ZoneOffset.UTC)));
    }

    private String copyright() throws IOException {
        String apache = Resources.text("licences/Apache-2.0.txt").strip();
        return """
        Copyright the Sluice authors

        Licensed under the Apache License, Version 2.0, the text of which is in
        /usr/share/common-licenses/Apache-2.0 on Debian systems.

        %s\
        """
                .formatted(notices.replace(apache, "See /usr/share/common-licenses/Apache-2.0."));
    }

    private static void zipPages(FileTree tree) throws IOException {
        for (FileTree.Entry entry : tree.entries()) {
            if (entry.name().startsWith("usr/share/man/") && entry.name().endsWith(".1")) {
                zip(entry.path());
            }
        }
    }

    private static void zip(Path file) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new SmallestGzip(zipped)) {
            out.write(Files.readString(file).getBytes(UTF_8));
        }
        byte[] bytes = zipped.toByteArray();
        bytes[GZIP_EXTRA_FLAGS] = GZIP_SLOWEST;
        Files.write(file.resolveSibling(file.getFileName() + ".gz"), bytes);
        Files.delete(file);
    }

    /// As small as gzip makes it, which is what Debian's policy wants of manual pages.
    private static final class SmallestGzip extends GZIPOutputStream {
        SmallestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
