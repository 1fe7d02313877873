// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import com.influxdb.v3.client.InfluxDBClient;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The public Java client of version 3, using a database token.
final class PublicClient implements AutoCloseable {
    private final InfluxDBClient api;

    /// @param server where the server answers
    /// @param database what is written and queried
    PublicClient(URI server, String database, Secret token) {
        api = InfluxDBClient.getInstance(server.toString(), token.reveal().toCharArray(), database);
    }

    /// The client itself.
    InfluxDBClient api() {
        return api;
    }

    /// All rows that a query gives, each by column name.
    List<Map<String, Object>> rows(String sql) {
        try (Stream<Map<String, Object>> rows = api.queryRows(sql)) {
            return rows.toList();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            api.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("closing the client", e);
        }
    }
}
