// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.auth.Credential;
import dev.sluice.http.Credentials;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;

/// `Handshake` (data.md 4.4): turns whatever form the credential has into the header that the
/// client sends from then on. Checks nothing. The request and the response have the same two
/// members under the same numbers, so the message goes back as it came; a client that sends none
/// gets an empty one.
final class HandshakeHandler implements ServerCallHandler<byte[], byte[]> {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /// The largest message that is sent back.
    private static final int ECHO_BYTES_MAX = 64 * 1024;

    @Override
    public ServerCall.Listener<byte[]> startCall(
            ServerCall<byte[], byte[]> call, Metadata headers) {
        return switch (Credentials.ofData(authorization(headers))) {
            case Credential.Absent _ -> {
                call.close(
                        Status.UNAUTHENTICATED.withDescription("Unauthenticated"), new Metadata());
                yield new ServerCall.Listener<>() {};
            }
            case Credential.Bearer(var token) -> {
                Metadata answer = new Metadata();
                answer.put(AUTHORIZATION, "Bearer " + token.reveal());
                call.sendHeaders(answer);
                call.request(1);
                yield new Echo(call);
            }
        };
    }

    private static List<String> authorization(Metadata headers) {
        List<String> fields = new ArrayList<>();
        Iterable<String> sent = headers.getAll(AUTHORIZATION);
        if (sent != null) {
            sent.forEach(fields::add);
        }
        return fields;
    }

    private static final class Echo extends ServerCall.Listener<byte[]> {
        private final ServerCall<byte[], byte[]> call;
        private boolean answered;

        Echo(ServerCall<byte[], byte[]> call) {
            this.call = call;
        }

        @Override
        public void onMessage(byte[] message) {
            answer(message);
        }

        @Override
        public void onHalfClose() {
            answer(new byte[0]);
        }

        private void answer(byte[] message) {
            if (answered) {
                return;
            }
            answered = true;
            if (message.length > ECHO_BYTES_MAX) {
                call.close(
                        Status.INVALID_ARGUMENT.withDescription(
                                "handshake message: "
                                        + message.length
                                        + " bytes (limit: "
                                        + ECHO_BYTES_MAX
                                        + ")"),
                        new Metadata());
                return;
            }
            call.sendMessage(message);
            call.close(Status.OK, new Metadata());
        }
    }
}
