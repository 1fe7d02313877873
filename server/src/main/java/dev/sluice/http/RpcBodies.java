// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import dev.sluice.model.ProblemException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;

/// A gRPC service whose bodies have bounds of size, memory and time. Anybody may send one: who asks
/// is told in it, too, so that nobody looks at a credential before it is whole. Left to itself the
/// library gathers what comes for a method of one message without any measure, and waits for the
/// rest as long as it takes.
final class RpcBodies extends SimpleDecoratingHttpService {
    /// Several messages of the largest size that the services take.
    private static final long BODY_BYTES_MAX = 16L << 20;

    /// What a part takes beside its bytes, of which there may be few.
    private static final int PART_BYTES = 128;

    private final BodyMemory memory;
    private final Duration wait;

    /// @param memory what the bodies of all calls may take together
    /// @param wait how long one body may take to arrive
    RpcBodies(HttpService service, BodyMemory memory, Duration wait) {
        super(service);
        this.memory = memory;
        this.wait = wait;
    }

    /// A body is never gathered before [#serve], where it is measured.
    @Override
    public ExchangeType exchangeType(RoutingContext context) {
        return super.exchangeType(context).isResponseStreaming()
                ? ExchangeType.BIDI_STREAMING
                : ExchangeType.REQUEST_STREAMING;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        Measure measure = new Measure();
        try {
            measure.take(BodyMemory.REQUEST_BYTES);
        } catch (ProblemException refused) {
            return HttpDoor.rpcRefusal(
                    HttpDoor.GRPC_RESOURCE_EXHAUSTED, refused.problem().message());
        }
        Future<?> late =
                context.eventLoop()
                        .schedule(
                                () -> request.abort(BodyReader.late(wait)),
                                wait.toMillis(),
                                TimeUnit.MILLISECONDS);
        var _ = request.whenComplete().whenComplete((_, _) -> late.cancel(false));
        var _ =
                context.log()
                        .whenAvailable(RequestLogProperty.RESPONSE_END_TIME)
                        .thenRun(measure::end);
        HttpRequest measured = request.peekData(measure::add);
        return unwrap().serve(
                        context,
                        HttpRequest.of(
                                request.headers(),
                                (Publisher<HttpObject>) parts -> measured.subscribe(parts)));
    }

    /// What one body takes, until its call is over. It is asked about each part as it comes: what
    /// gathers a body asks the library's own form of it for everything before it looks at anything.
    private final class Measure {
        private long bytes;
        private boolean over;

        /// As [#take], for a part that came.
        void add(HttpData part) {
            take((long) part.length() + PART_BYTES);
        }

        /// @throws ProblemException *too large* or *busy*
        synchronized void take(long more) {
            if (over) {
                return;
            }
            if (bytes + more > BODY_BYTES_MAX) {
                throw Body.tooLarge(BODY_BYTES_MAX).asException();
            }
            memory.take(more, bytes + more);
            bytes += more;
        }

        synchronized void end() {
            over = true;
            memory.give(bytes);
            bytes = 0;
        }
    }
}
