// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.files.FileTrouble;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `server.json` in the data directory: where the server listens and which process it is, for
/// programs that started it with port 0. It appears whole once the server is ready, and goes when
/// it stops.
final class ReadyFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReadyFile.class);

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path file;

    private ReadyFile(Path file) {
        this.file = file;
    }

    /// Writes the file, in place of one that a killed server left. Where that cannot be done, as on
    /// a full disk, there is no file, and the log says so: a server whose data can be read goes on.
    ///
    /// @param url as a person types it
    /// @param internal where the port for whoever watches the server is; null when there is none
    static ReadyFile write(
            Path file, String url, int port, @Nullable InetSocketAddress internal, String version) {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            Files.write(draft, content(url, port, internal, version));
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            remove(draft);
            remove(file);
            log.atWarn()
                    .addKeyValue("url", url)
                    .setCause(failed)
                    .log("nothing in the data directory says where the server listens");
        }
        return new ReadyFile(file);
    }

    /// One that is left would name another process, or nothing.
    private static void remove(Path left) {
        try {
            Files.deleteIfExists(left);
        } catch (IOException failed) {
            log.atWarn().setCause(failed).log("a file that says nothing true stays");
        }
    }

    /// Where the server that wrote a file tells how it is: in clear, where it has a port for that.
    ///
    /// @throws ProblemException *unavailable* when there is no such file, or none that says it
    static URI health(Path file) {
        try {
            JsonNode content = MAPPER.readTree(Files.readAllBytes(file));
            String url = content.path("url").stringValue();
            return URI.create(content.path("metricsUrl").stringValue(url)).resolve("/health");
        } catch (NoSuchFileException absent) {
            throw new ProblemException(
                    Problem.unavailable(
                            "no_server",
                            "no server is ready on this data directory: there is no " + file),
                    absent);
        } catch (IOException unreadable) {
            throw new ProblemException(
                    Problem.unavailable(
                            "ready_file",
                            "cannot read " + file + ": " + FileTrouble.sentence(unreadable)),
                    unreadable);
        } catch (JacksonException | IllegalArgumentException senseless) {
            throw new ProblemException(
                    Problem.unavailable("ready_file", file + " names no address of a server"),
                    senseless);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }

    private static byte[] content(
            String url, int port, @Nullable InetSocketAddress internal, String version) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
            json.writeStartObject()
                    .writeNumberProperty("pid", ProcessHandle.current().pid())
                    .writeStringProperty("url", url)
                    .writeNumberProperty("port", port)
                    .writeStringProperty("version", version);
            if (internal != null) {
                json.writeStringProperty("metricsUrl", Urls.of(internal, false) + "/metrics");
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
