// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import java.util.List;

/// One of the programs, and what sets it apart in what is handed out.
///
/// @param name of the command
/// @param module the Maven module that builds it
/// @param summary in one line of up to 60 characters
/// @param description for a package index, one paragraph
/// @param modules of the JDK that it needs (decision 15 says how they were found)
/// @param options of the JVM, beside those in the jar's manifest
/// @param ignored variables for another Java, which this one is not to see
/// @param debianDepends Debian packages without which it does not run
public record Product(
        String name,
        String module,
        String summary,
        String description,
        List<String> modules,
        List<String> options,
        String ignored,
        String debianDepends) {

    /// Arrow reads memory through a class that the JVM otherwise warns of.
    private static final String ARROW = "--sun-misc-unsafe-memory-access=allow";

    /// The JDK tells no proxy user and password on the way to `https` unless this is empty.
    private static final String PROXY = "-Djdk.http.auth.tunneling.disabledSchemes=";

    /// The heap is small at first, and what a start leaves is collected before it has filled much
    /// memory. Whoever says `-Xms` is heeded.
    private static final String HEAP_AT_FIRST = "-XX:InitialRAMPercentage=0.25";

    /// Ten seconds after a collection there is one, and memory that a load has left goes back to
    /// the system.
    private static final String IDLE = "-XX:G1PeriodicGCInterval=10000";

    /// The server.
    public static final Product SERVER =
            new Product(
                    "sluice",
                    "server",
                    "time series database with sign-in by your identity provider",
                    "Keeps points sent as line protocol, answers SQL over Arrow Flight, and lets\n"
                            + " administrators sign in through their own OAuth 2.0 provider.",
                    List.of(
                            "java.base",
                            "java.logging",
                            "java.management",
                            "java.naming",
                            "java.net.http",
                            "java.sql",
                            "java.xml",
                            "jdk.jfr",
                            "jdk.management",
                            "jdk.net",
                            "jdk.unsupported"),
                    List.of(ARROW, PROXY, HEAP_AT_FIRST, IDLE),
                    "JAVA_TOOL_OPTIONS _JAVA_OPTIONS CLASSPATH",
                    "libc6, libgcc-s1, libstdc++6");

    /// The command line of administrators.
    public static final Product COMMAND_LINE =
            new Product(
                    "influxctl",
                    "cli",
                    "administer a time series cluster from the command line",
                    "Creates databases and tokens, writes and queries; signs administrators in with\n"
                            + " the OAuth 2.0 device flow.",
                    List.of(
                            "java.base",
                            "java.logging",
                            "java.naming",
                            "java.net.http",
                            "java.sql",
                            "jdk.net",
                            "jdk.unsupported"),
                    List.of(ARROW, PROXY, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                    "JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS _JAVA_OPTIONS CLASSPATH",
                    "libc6");

    /// What keeps clusters on Kubernetes; it is handed out as an image alone.
    public static final Product OPERATOR =
            new Product(
                    "sluice-operator",
                    "operator",
                    "keeps a cluster on Kubernetes as its AppInstance says",
                    "Makes the objects of a time series cluster of its AppInstance, and keeps them\n"
                            + " so.",
                    List.of(
                            "java.base",
                            "java.logging",
                            "java.management",
                            "java.naming",
                            "java.net.http",
                            "java.sql",
                            "jdk.httpserver",
                            "jdk.management"),
                    List.of("-XX:+UseSerialGC"),
                    "JAVA_TOOL_OPTIONS _JAVA_OPTIONS CLASSPATH",
                    "libc6");

    /// Those that are packed, in their order.
    public static final List<Product> ALL = List.of(SERVER, COMMAND_LINE);

    /// Copies the lists.
    public Product {
        modules = List.copyOf(modules);
        options = List.copyOf(options);
    }

    /// The start-up cache beside the program.
    String cacheFile() {
        return name + ".aot";
    }
}
