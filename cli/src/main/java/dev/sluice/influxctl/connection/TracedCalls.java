// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.connection;

import dev.sluice.influxctl.output.Terminal;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Tells of each gRPC call what [TracedHttpClient] tells of an exchange: address, status, and the
/// header fields that are known to be harmless, the trailing ones included; never a message, and
/// never the server's words for a status, which the error repeats anyway.
///
/// Credentials of a call are added below this interceptor, so it does not even see them.
///
/// @param terminal is told
/// @param origin of the cluster, without a path
record TracedCalls(Terminal terminal, URI origin) implements ClientInterceptor {

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
            MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        String place = origin + "/" + method.getFullMethodName();
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                terminal.trace("POST " + place + HarmlessFields.text(">", fields(headers)));
                super.start(new Told<>(listener, terminal, place, System.nanoTime()), headers);
            }
        };
    }

    /// The fields that hold text.
    private static Map<String, List<String>> fields(Metadata metadata) {
        Map<String, List<String>> fields = new TreeMap<>();
        for (String name : metadata.keys()) {
            List<String> values = new ArrayList<>();
            if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                Metadata.Key<String> key = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
                Iterable<String> all = metadata.getAll(key);
                if (all != null) {
                    all.forEach(values::add);
                }
            }
            fields.put(name, values);
        }
        return fields;
    }

    /// Tells of the end of a call.
    private static final class Told<A> extends SimpleForwardingClientCallListener<A> {
        private final Terminal terminal;
        private final String place;
        private final long startNanos;
        private String headers = "";

        Told(ClientCall.Listener<A> listener, Terminal terminal, String place, long startNanos) {
            super(listener);
            this.terminal = terminal;
            this.place = place;
            this.startNanos = startNanos;
        }

        @Override
        public void onHeaders(Metadata fields) {
            headers = HarmlessFields.text("<", fields(fields));
            super.onHeaders(fields);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            long millis = Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
            String end = " from " + place + " after " + millis + " ms";
            Throwable cause = status.getCause();
            terminal.trace(
                    cause == null
                            ? status.getCode()
                                    + end
                                    + headers
                                    + HarmlessFields.text("<", fields(trailers))
                            : "no answer" + end + ": " + cause.getClass().getSimpleName());
            super.onClose(status, trailers);
        }
    }
}
