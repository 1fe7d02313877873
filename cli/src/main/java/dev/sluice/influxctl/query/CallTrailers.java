// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps what the cluster says behind the last row: its own measurements of the query (admin.md
/// 3.7). Safe for many threads.
final class CallTrailers implements ClientInterceptor {
    /// What the names of measurements begin with.
    static final String PREFIX = "x-influxdata-";

    private final Map<String, String> measured = new ConcurrentHashMap<>();

    /// The measurements so far, by their names without [#PREFIX].
    Map<String, String> measured() {
        return new TreeMap<>(measured);
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
            MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                keep(trailers);
                                super.onClose(status, trailers);
                            }
                        },
                        headers);
            }
        };
    }

    private void keep(Metadata trailers) {
        for (String name : trailers.keys()) {
            if (name.startsWith(PREFIX) && !name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                String value =
                        trailers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
                if (value != null) {
                    measured.put(name.substring(PREFIX.length()), value.strip());
                }
            }
        }
    }
}
