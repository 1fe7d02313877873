// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import dev.sluice.dist.archive.FileTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/// Makes everything that is handed out.
///
/// @param checkout has built the programs
/// @param release what is made
/// @param cache keeps what the next run needs again
/// @param progress is told what is being done
record Distribution(Path checkout, Release release, StartUpCache cache, Consumer<String> progress) {

    /// Writes archives, Debian packages and `SHA256SUMS`.
    ///
    /// @param products of which programs
    /// @param output where to; made when absent, and only files of these names are replaced
    /// @return the files
    /// @throws dev.sluice.model.ProblemException when a program is not built or a tool fails
    List<Path> write(List<Product> products, Path output) throws IOException, InterruptedException {
        Files.createDirectories(output);
        Path work = Files.createTempDirectory(output, ".work");
        List<Path> files = new ArrayList<>();
        try {
            for (Product product : products) {
                write(product, output, work, files);
            }
            Path sums = output.resolve("SHA256SUMS");
            Files.writeString(sums, sums(files));
            files.add(sums);
            return files;
        } finally {
            new FileTree(work).delete();
        }
    }

    private void write(Product product, Path output, Path work, List<Path> files)
            throws IOException, InterruptedException {
        progress.accept("linking the runtime of " + product.name());
        Application application =
                Application.assemble(
                        product, checkout, work.resolve(product.name()), release.platform());
        String notices = Notices.of(application);
        progress.accept("recording how " + product.name() + " starts");
        Training training =
                product.equals(Product.SERVER) ? new ServerTraining() : new CommandLineTraining();
        cache.add(application, training, release.time(), work.resolve("training"));
        progress.accept("packing " + product.name());
        Packaging packaging =
                new Packaging(application, Extras.of(product, release), notices, release);
        files.add(packaging.archive(checkout.resolve("LICENSE"), output, work.resolve("archive")));
        files.add(packaging.debian(output, work.resolve("debian")));
        application.tree().delete();
    }

    private static String sums(List<Path> files) throws IOException {
        StringBuilder sums = new StringBuilder();
        for (Path file : files) {
            sums.append(sha256(file)).append("  ").append(file.getFileName()).append('\n');
        }
        return sums.toString();
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out =
                    new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                Files.copy(file, out);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
