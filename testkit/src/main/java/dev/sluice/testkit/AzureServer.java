// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Azurite, Microsoft's own emulator of Azure Blob Storage, as a process of its own, which checks
/// signatures and keeps conditions. npm fetches its program once into the cache of the checkout.
public final class AzureServer implements BucketServer {
    /// Whose containers it has.
    public static final String ACCOUNT = "localaccount";

    /// What the account signs with.
    public static final String ACCESS_KEY =
            Base64.getEncoder().encodeToString("local-access-key-of-thirty-two-b".getBytes(UTF_8));

    private static final String CACHE = "sluice.cache";
    private static final String PROGRAM = "node_modules/azurite/dist/src/blob/main.js";
    private static final String READY = "ends in good order";

    /// It answers a moment before it knows what to do when it is told to end, so this says when it
    /// does.
    private static final String READY_WORDS =
            "data:text/javascript,process.on('newListener',event=>{if(event==='SIGTERM')console.log('"
                    + READY
                    + "')})";

    private static final String VERSION = "2021-12-02";
    private static final Pattern NAME = Pattern.compile("<Name>([^<]*)</Name>");

    private final Path directory;
    private final int port;
    private final @Nullable TestCertificate certificate;
    private final HttpClient client;
    private @Nullable Process process;

    private AzureServer(Path directory, int port, @Nullable TestCertificate certificate) {
        this.directory = directory;
        this.port = port;
        this.certificate = certificate;
        HttpClient.Builder builder = HttpClient.newBuilder();
        this.client =
                certificate == null
                        ? builder.build()
                        : builder.sslContext(certificate.forClient()).build();
    }

    /// Starts a server that keeps its containers under a directory.
    public static AzureServer start(Path directory) throws IOException {
        return start(directory, null);
    }

    /// The same, speaking TLS and nothing else where there is a certificate.
    public static AzureServer start(Path directory, @Nullable TestCertificate certificate)
            throws IOException {
        Files.createDirectories(directory);
        AzureServer server = new AzureServer(directory, FreePorts.next(), certificate);
        server.restart();
        return server;
    }

    @Override
    public void restart() throws IOException {
        List<String> command =
                new ArrayList<>(List.of("node", "--import", READY_WORDS, program().toString()));
        command.addAll(List.of("--blobHost", "127.0.0.1", "--blobPort", String.valueOf(port)));
        command.addAll(List.of("--location", directory.toString()));
        // The client may be newer than the emulator.
        command.addAll(List.of("--skipApiVersionCheck", "--disableTelemetry", "--silent"));
        if (certificate != null) {
            Path shown = Files.writeString(directory.resolve("tls.crt"), certificate.chainPem());
            Path key = Files.writeString(directory.resolve("tls.key"), certificate.keyPem());
            command.addAll(List.of("--cert", shown.toString(), "--key", key.toString()));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + ACCESS_KEY);
        Process started = builder.start();
        process = started;
        ReadyLine.await(started, "Azurite", READY);
    }

    private static Path program() throws IOException {
        try {
            Path cache = Path.of(Objects.requireNonNull(System.getProperty(CACHE), CACHE));
            return NodePackages.fetched("azurite", cache).resolve(PROGRAM);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// Where the account's blobs are.
    @Override
    public URI endpoint() {
        return URI.create(
                (certificate == null ? "http" : "https") + "://127.0.0.1:" + port + "/" + ACCOUNT);
    }

    /// A container.
    @Override
    public void createBucket(String name) throws IOException {
        HttpResponse<String> answer = send("PUT", name, Map.of("restype", "container"), Map.of());
        if (answer.statusCode() != 201 && !answer.body().contains("ContainerAlreadyExists")) {
            throw new IOException("Azurite made no container: " + answer.body());
        }
    }

    /// Makes an empty object as another program would.
    ///
    /// @param metadata by name
    public void createObject(String container, String name, Map<String, String> metadata)
            throws IOException {
        Map<String, String> headers = new TreeMap<>(Map.of("x-ms-blob-type", "BlockBlob"));
        metadata.forEach((key, value) -> headers.put("x-ms-meta-" + key, value));
        HttpResponse<String> answer = send("PUT", container + "/" + name, Map.of(), headers);
        if (answer.statusCode() != 201) {
            throw new IOException("Azurite made no object: " + answer.body());
        }
    }

    /// Removes an object.
    public void deleteObject(String container, String name) throws IOException {
        HttpResponse<String> answer = send("DELETE", container + "/" + name, Map.of(), Map.of());
        if (answer.statusCode() != 202) {
            throw new IOException("Azurite deleted no object: " + answer.body());
        }
    }

    @Override
    public List<String> objects(String container) throws IOException {
        HttpResponse<String> answer =
                send("GET", container, Map.of("restype", "container", "comp", "list"), Map.of());
        if (answer.statusCode() != 200) {
            throw new IOException("Azurite listed nothing: " + answer.body());
        }
        return NAME.matcher(answer.body()).results().map(found -> found.group(1)).sorted().toList();
    }

    private HttpResponse<String> send(
            String method, String path, Map<String, String> query, Map<String, String> headers)
            throws IOException {
        TreeMap<String, String> ours = new TreeMap<>(headers);
        ours.put("x-ms-version", VERSION);
        ours.put(
                "x-ms-date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        ZonedDateTime.now(ZoneOffset.UTC).withNano(0)));
        StringBuilder parameters = new StringBuilder();
        // A method, and eleven headers of HTTP of which there is none.
        StringBuilder toSign = new StringBuilder(method + "\n".repeat(12));
        ours.forEach((name, value) -> toSign.append(name).append(':').append(value).append('\n'));
        toSign.append('/').append(ACCOUNT).append(endpoint().getPath()).append('/').append(path);
        new TreeMap<>(query)
                .forEach((name, value) -> {
                    toSign.append('\n').append(name).append(':').append(value);
                    parameters.append(parameters.isEmpty() ? '?' : '&');
                    parameters.append(name).append('=').append(value);
                });
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(endpoint() + "/" + path + parameters))
                        .method(method, BodyPublishers.noBody())
                        .header(
                                "Authorization",
                                "SharedKey " + ACCOUNT + ":" + signature(toSign.toString()));
        ours.forEach(request::header);
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(ACCESS_KEY), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        stop();
        client.close();
    }

    /// Ends the server in good order, since it writes down now and then what containers it has.
    @Override
    public void stop() {
        Process running = process;
        if (running != null) {
            // The process's own way to end it closes what is still read.
            running.toHandle().destroy();
            running.onExit().join();
        }
    }

    @Override
    public List<String> settings(String container) {
        return List.of(
                "objectStore:",
                "  bucket: " + container,
                "  azure:",
                "    account: {value: " + ACCOUNT + "}",
                "    accessKey: {value: " + ACCESS_KEY + "}");
    }
}
