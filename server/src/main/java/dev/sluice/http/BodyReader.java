// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.stream.SubscriptionOption;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Receives request bodies: bounded in size, in memory together, and in patience. Safe for many
/// threads.
final class BodyReader {
    private final BodyMemory memory;
    private final BodyMemory strangers;
    private final Duration wait;

    /// @param memory what all bodies may take together
    /// @param strangers what requests may take together that are not known to be anybody's yet,
    ///   with their bodies
    /// @param wait how long one body may take to arrive
    BodyReader(BodyMemory memory, BodyMemory strangers, Duration wait) {
        this.memory = memory;
        this.strangers = strangers;
        this.wait = wait;
    }

    /// As [#read], before anybody has looked at a credential: who sends none, or never ends, keeps
    /// no more than there is room for, and none from those who have one.
    Body readOfStranger(HttpRequest request, long bytesMax) throws InterruptedException {
        strangers.take(BodyMemory.REQUEST_BYTES, BodyMemory.REQUEST_BYTES);
        try {
            return read(request, bytesMax, strangers);
        } finally {
            strangers.give(BodyMemory.REQUEST_BYTES);
        }
    }

    /// Waits until the body is here.
    ///
    /// @return to be closed by the caller
    /// @throws ProblemException *too large*; *busy* when memory is short; *invalid* when the body
    ///   breaks off or takes too long
    Body read(HttpRequest request, long bytesMax) throws InterruptedException {
        return read(request, bytesMax, memory);
    }

    private Body read(HttpRequest request, long bytesMax, BodyMemory taken)
            throws InterruptedException {
        long announced = request.headers().contentLength();
        if (announced > bytesMax) {
            throw Body.tooLarge(bytesMax).asException();
        }
        Body body = new Body(taken, bytesMax, announced);
        Receiver receiver = new Receiver(body);
        boolean complete = false;
        try {
            request.subscribe(receiver, SubscriptionOption.WITH_POOLED_OBJECTS);
            receiver.done.get(wait.toMillis(), TimeUnit.MILLISECONDS);
            complete = true;
            return body;
        } catch (TimeoutException waited) {
            throw late(wait);
        } catch (ExecutionException failed) {
            throw refusal(failed);
        } finally {
            if (!complete) {
                receiver.cancel();
                body.close();
            }
        }
    }

    private static ProblemException refusal(ExecutionException failed) {
        return switch (failed.getCause()) {
            case ProblemException problem -> problem;
            case OutOfMemoryError full ->
                    new ProblemException(
                            Problem.unavailable(
                                    "body_heap",
                                    "this service is overloaded, please try again later"),
                            full);
            case null, default ->
                    new ProblemException(
                            Problem.invalid("request_body_cut", "the request body broke off"),
                            failed);
        };
    }

    /// What is told of a body that did not arrive in time.
    static ProblemException late(Duration wait) {
        return Problem.invalid(
                        "request_body_late",
                        "the request body took longer than " + wait.toMillis() + " ms")
                .asException();
    }

    private static final class Receiver implements Subscriber<HttpObject> {
        private final Body body;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final AtomicReference<Subscription> subscription = new AtomicReference<>();

        Receiver(Body body) {
            this.body = body;
        }

        @Override
        public void onSubscribe(Subscription received) {
            subscription.set(received);
            received.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(HttpObject part) {
            if (part instanceof HttpData data) {
                try (data) {
                    body.append(data.byteBuf());
                } catch (ProblemException | OutOfMemoryError refused) {
                    done.completeExceptionally(refused);
                    cancel();
                }
            }
        }

        @Override
        public void onError(Throwable cause) {
            done.completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }

        void cancel() {
            Subscription current = subscription.get();
            if (current != null) {
                current.cancel();
            }
        }
    }
}
