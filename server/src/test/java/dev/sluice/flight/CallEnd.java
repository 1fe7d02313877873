// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.memory.RootAllocator;

/// What a server says behind the last row of a query.
///
/// @param status how it ended
/// @param rows how many rows came before
/// @param figures the trailers that begin with `x-influxdata-`, without that
public record CallEnd(FlightStatusCode status, long rows, Map<String, String> figures) {
    private static final String PREFIX = "x-influxdata-";

    /// What gRPC takes where a client does not ask for more.
    private static final int MESSAGE_BYTES_MAX = 4 * 1024 * 1024;

    /// Asks the Flight door on a port of this machine by a JSON ticket.
    // Flight's streams declare any exception on close.
    @SuppressWarnings("try")
    public static CallEnd of(int port, String ticket, String token) throws Exception {
        AtomicReference<Metadata> trailers = new AtomicReference<>();
        ManagedChannel channel =
                Grpc.newChannelBuilderForAddress(
                                "127.0.0.1", port, InsecureChannelCredentials.create())
                        .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                        .intercept(
                                MetadataUtils.newCaptureMetadataInterceptor(
                                        new AtomicReference<>(), trailers))
                        .build();
        FlightStatusCode status = FlightStatusCode.OK;
        long rows = 0;
        try (RootAllocator memory = new RootAllocator();
                FlightClient client = FlightGrpcUtils.createFlightClient(memory, channel);
                var stream =
                        client.getStream(OpenFlight.ticket(ticket), OpenFlight.bearer(token))) {
            while (stream.next()) {
                rows += stream.getRoot().getRowCount();
            }
        } catch (FlightRuntimeException refused) {
            status = refused.status().code();
        } finally {
            channel.shutdownNow();
        }
        assertThat(trailers).doesNotHaveNullValue();
        return new CallEnd(status, rows, figures(trailers.get()));
    }

    private static Map<String, String> figures(Metadata trailers) {
        Map<String, String> figures = new TreeMap<>();
        for (String name : trailers.keys()) {
            if (name.startsWith(PREFIX)) {
                figures.put(
                        name.substring(PREFIX.length()),
                        trailers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
            }
        }
        return figures;
    }
}
