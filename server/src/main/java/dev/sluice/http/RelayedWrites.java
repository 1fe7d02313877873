// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.sluice.auth.Credential;
import dev.sluice.model.Secret;
import dev.sluice.model.UnixTime;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// Writes that another process takes: what can be refused without the state of that one is refused
/// here, by the same rules, and the rest goes on as it came. Its answers come back to the letter.
public final class RelayedWrites implements WriteWork {
    /// Fields of an answer that belong to the connection it came on, or that this server sets.
    private static final Set<String> OWN_FIELDS =
            Set.of(
                    "connection",
                    "content-length",
                    "date",
                    "keep-alive",
                    "server",
                    "transfer-encoding",
                    "upgrade",
                    HttpDoor.REQUEST_ID,
                    PeerWrites.ANSWER);

    private final WriteRelay relay;
    private final long bodyBytesMax;
    private final InstantSource clock;

    /// @param relay knows the way
    /// @param bodyBytesMax limit of a body, as it comes and again decompressed
    /// @param clock for lines without timestamp
    public RelayedWrites(WriteRelay relay, long bodyBytesMax, InstantSource clock) {
        this.relay = relay;
        this.bodyBytesMax = bodyBytesMax;
        this.clock = clock;
    }

    @Override
    public long bodyBytesMax() {
        return bodyBytesMax;
    }

    @Override
    public HttpResponse take(AdmittedWrite write, Body body) throws InterruptedException {
        WriteRequest request = write.request();
        if (request.gzip()) {
            Gunzip.check(body, bodyBytesMax);
        }
        WriteRelay.Order order =
                new WriteRelay.Order(
                        target(request, write.errors().legacy()),
                        credential(request),
                        request.gzip(),
                        UnixTime.nanos(clock.instant()),
                        ByteBuffer.wrap(body.array(), 0, body.size()));
        write.call().whenGone(Thread.currentThread()::interrupt);
        return answer(write.call(), relay.relay(order));
    }

    /// The gate lets nobody in who has not sent one.
    private static Secret credential(WriteRequest request) {
        return switch (request.credential()) {
            case Credential.Bearer(Secret token) -> token;
            case Credential.Absent _ -> throw new IllegalStateException("nobody was let in");
        };
    }

    private static String target(WriteRequest request, boolean legacy) {
        String database = URLEncoder.encode(request.database().value(), StandardCharsets.UTF_8);
        return (legacy
                        ? WriteEndpoint.LEGACY_PATH + "?db="
                        : WriteEndpoint.CURRENT_PATH + "?bucket=")
                + database
                + "&precision="
                + WriteParameters.word(request.precision());
    }

    private static HttpResponse answer(Call call, WriteRelay.Answer answer) {
        ResponseHeadersBuilder headers =
                ResponseHeaders.builder(HttpStatus.valueOf(answer.status()));
        answer.headers()
                .forEach((name, values) -> {
                    if (!name.startsWith(":") && !OWN_FIELDS.contains(name)) {
                        headers.add(name, values);
                    }
                });
        // What the other process has in its log is found by the id that it gave.
        answer.headers().getOrDefault(HttpDoor.REQUEST_ID, List.of()).stream()
                .findFirst()
                .ifPresent(id -> call.tell(HttpDoor.REQUEST_ID, id));
        ByteBuffer body = answer.body();
        if (!body.hasRemaining()) {
            return HttpResponse.of(headers.build());
        }
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return HttpResponse.of(headers.build(), HttpData.wrap(bytes));
    }
}
