// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.model.AddressBlock;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads the settings of the section `sluice`; the bounds of each stand here.
final class SluiceReader {
    private static final int DAY_SECONDS = 86_400;
    private static final long EXBIBYTE = 1L << 60;
    private static final long TEBIBYTE = 1L << 40;
    private static final long MEBIBYTE = 1L << 20;
    private static final String TLS_CERTIFICATE = "http.tlsCertificateFile";
    private static final String TLS_KEY = "http.tlsKeyFile";

    private SluiceReader() {}

    /// Reads them all.
    ///
    /// @param settings whoever else reads some has done so: the rest is unknown
    static SluiceConfig read(Settings settings) {
        SluiceConfig config =
                new SluiceConfig(
                        http(settings),
                        data(settings),
                        objectStore(settings),
                        log(settings),
                        ingest(settings),
                        write(settings),
                        query(settings),
                        access(settings),
                        audit(settings),
                        metrics(settings),
                        new EgressConfig(settings.path("egress.certificateFile")),
                        new ClusterConfig(
                                settings.origins("cluster.ingester"),
                                settings.whole(
                                        "cluster.writeHoldSeconds",
                                        ClusterConfig.WRITE_HOLD_SECONDS_DEFAULT,
                                        1,
                                        3_600)));
        settings.rejectUnknown();
        return config;
    }

    private static HttpConfig http(Settings settings) {
        return new HttpConfig(
                settings.text("http.bindAddress", HttpConfig.BIND_ADDRESS_DEFAULT),
                settings.whole("http.port", HttpConfig.PORT_DEFAULT, 0, 65_535),
                settings.whole(
                        "http.shutdownGraceSeconds",
                        HttpConfig.SHUTDOWN_GRACE_SECONDS_DEFAULT,
                        0,
                        3_600),
                settings.list(
                        "http.trustedProxies",
                        AddressBlock::parse,
                        "must be an IP address or a block such as 10.0.0.0/8"),
                tls(settings));
    }

    private static @Nullable TlsFiles tls(Settings settings) {
        Path certificate = settings.path(TLS_CERTIFICATE);
        Path key = settings.path(TLS_KEY);
        settings.requireTogether(TLS_CERTIFICATE, TLS_KEY);
        return certificate == null || key == null ? null : new TlsFiles(certificate, key);
    }

    private static DataConfig data(Settings settings) {
        Path directory = settings.path("data.directory");
        return new DataConfig(
                directory == null ? Path.of(DataConfig.DIRECTORY_DEFAULT) : directory,
                settings.whole(
                        "data.freeBytesMin", DataConfig.FREE_BYTES_MIN_DEFAULT, 0, EXBIBYTE));
    }

    private static ObjectStoreConfig objectStore(Settings settings) {
        return new ObjectStoreConfig(
                settings.objectPath("objectStore.prefix", ObjectStoreConfig.PREFIX_DEFAULT),
                settings.whole(
                        "objectStore.cacheBytesMax",
                        ObjectStoreConfig.CACHE_BYTES_MAX_DEFAULT,
                        MEBIBYTE,
                        64 * TEBIBYTE),
                settings.url("objectStore.azureEndpoint"),
                settings.url("objectStore.googleEndpoint"));
    }

    private static LogConfig log(Settings settings) {
        return new LogConfig(
                settings.truth("log.inBucket", LogConfig.IN_BUCKET_DEFAULT),
                settings.whole("log.objectMillis", LogConfig.OBJECT_MILLIS_DEFAULT, 0, 10_000));
    }

    private static IngestConfig ingest(Settings settings) {
        return new IngestConfig(
                settings.whole(
                        "ingest.flushIntervalSeconds",
                        IngestConfig.FLUSH_INTERVAL_SECONDS_DEFAULT,
                        1,
                        DAY_SECONDS),
                settings.whole(
                        "ingest.bufferBytesMax",
                        IngestConfig.BUFFER_BYTES_MAX_OF_HEAP,
                        MEBIBYTE,
                        TEBIBYTE));
    }

    private static WriteConfig write(Settings settings) {
        return new WriteConfig(
                settings.whole(
                        "write.bodyBytesMax",
                        WriteConfig.BODY_BYTES_MAX_DEFAULT,
                        1,
                        Integer.MAX_VALUE),
                settings.whole(
                        "write.concurrentRequestsMax",
                        WriteConfig.CONCURRENT_REQUESTS_MAX_DEFAULT,
                        1,
                        100_000),
                settings.truth("write.partialWrites", WriteConfig.PARTIAL_WRITES_DEFAULT),
                settings.truth(
                        "write.autoCreateDatabase", WriteConfig.AUTO_CREATE_DATABASE_DEFAULT),
                settings.whole(
                        "write.autoCreateRetentionHours",
                        WriteConfig.AUTO_CREATE_RETENTION_HOURS_DEFAULT,
                        0,
                        WriteConfig.AUTO_CREATE_RETENTION_HOURS_MAX));
    }

    private static QueryConfig query(Settings settings) {
        return new QueryConfig(
                settings.whole(
                        "query.memoryBytesMax",
                        QueryConfig.MEMORY_BYTES_MAX_DEFAULT,
                        MEBIBYTE,
                        TEBIBYTE),
                settings.whole("query.threads", QueryConfig.THREADS_DEFAULT, 0, 1_024),
                settings.whole(
                        "query.concurrentQueriesMax",
                        QueryConfig.CONCURRENT_QUERIES_MAX_DEFAULT,
                        1,
                        10_000),
                settings.whole(
                        "query.timeoutSeconds",
                        QueryConfig.TIMEOUT_SECONDS_DEFAULT,
                        1,
                        DAY_SECONDS),
                settings.whole(
                        "query.partitionsMax",
                        QueryConfig.PARTITIONS_MAX_DEFAULT,
                        0,
                        1_000_000_000),
                settings.whole(
                        "query.parquetFilesMax",
                        QueryConfig.PARQUET_FILES_MAX_DEFAULT,
                        0,
                        1_000_000_000));
    }

    private static AccessConfig access(Settings settings) {
        return new AccessConfig(
                settings.truth(
                        "access.adminTokenDataAccess",
                        AccessConfig.ADMIN_TOKEN_DATA_ACCESS_DEFAULT),
                settings.whole(
                        "access.clockSkewSeconds",
                        AccessConfig.CLOCK_SKEW_SECONDS_DEFAULT,
                        0,
                        AccessConfig.CLOCK_SKEW_SECONDS_MAX),
                settings.whole(
                        "access.failedAttemptsPerMinuteMax",
                        AccessConfig.FAILED_ATTEMPTS_PER_MINUTE_MAX_DEFAULT,
                        0,
                        1_000_000),
                settings.whole(
                        "access.failedAddressesMax",
                        AccessConfig.FAILED_ADDRESSES_MAX_DEFAULT,
                        1,
                        1_000_000),
                settings.path("access.keyDirectory"),
                settings.uuid("access.adminTokenAudience"));
    }

    private static AuditConfig audit(Settings settings) {
        return new AuditConfig(
                settings.whole(
                        "audit.fileBytesMax",
                        AuditConfig.FILE_BYTES_MAX_DEFAULT,
                        MEBIBYTE,
                        TEBIBYTE),
                settings.whole("audit.filesMax", AuditConfig.FILES_MAX_DEFAULT, 1, 1_000),
                settings.truth("audit.copyToLog", AuditConfig.COPY_TO_LOG_DEFAULT));
    }

    private static MetricsConfig metrics(Settings settings) {
        return new MetricsConfig(
                settings.text("metrics.bindAddress", MetricsConfig.BIND_ADDRESS_DEFAULT),
                settings.whole(
                        "metrics.port", MetricsConfig.PORT_NONE, MetricsConfig.PORT_NONE, 65_535));
    }
}
