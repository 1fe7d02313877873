// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.sluice.series.AnswerSink;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings a body to one client as it is written: a buffer of it is held here, and one is on its
/// way; who writes waits until the client has taken that. Until the first buffer is full nothing
/// was said, and the answer may still become another one. For one thread.
final class AnswerStream implements AnswerSink {
    private static final int BUFFER_BYTES_MAX = 128 * 1024;
    private static final int BUFFER_BYTES_START = 4 * 1024;

    /// How many times as large a buffer becomes that is too small.
    private static final int BUFFER_GROWTH = 8;

    /// Less than this is not worth a packet.
    private static final int PAUSE_BYTES_MIN = 16 * 1024;

    private static final byte[] NONE = {};

    private final ResponseHeaders headers;
    private final Consumer<HttpResponse> answer;
    private final Duration patience;
    private byte[] buffer = new byte[BUFFER_BYTES_START];
    private CompletableFuture<?> onItsWay = CompletableFuture.completedFuture(null);
    private int size;
    private long sentBytes;
    private @Nullable HttpResponseWriter writer;

    /// @param headers of the answer, its status included
    /// @param answer takes the answer when it begins before its end is known
    /// @param patience how long a client may take over one buffer
    AnswerStream(ResponseHeaders headers, Consumer<HttpResponse> answer, Duration patience) {
        this.headers = headers;
        this.answer = answer;
        this.patience = patience;
    }

    /// Nobody takes the rest.
    static final class CutException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CutException(String message) {
            super(message, null, false, false);
        }
    }

    /// Whether the client may have seen something.
    boolean begun() {
        return writer != null;
    }

    /// @throws CutException when the client went away or took nothing for too long
    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (size == BUFFER_BYTES_MAX) {
                send();
            }
            int count = Math.min(left, BUFFER_BYTES_MAX - size);
            grow(size + count);
            System.arraycopy(bytes, from, buffer, size, count);
            size += count;
            from += count;
            left -= count;
        }
    }

    private void grow(int needed) {
        if (needed > buffer.length) {
            int grown =
                    begun()
                            ? BUFFER_BYTES_MAX
                            : Math.min(BUFFER_BYTES_MAX, buffer.length * BUFFER_GROWTH);
            byte[] larger = new byte[Math.max(needed, grown)];
            System.arraycopy(buffer, 0, larger, 0, size);
            buffer = larger;
        }
    }

    @Override
    public long position() {
        return sentBytes + size;
    }

    @Override
    public boolean rewind(long position) {
        if (position < sentBytes) {
            return false;
        }
        size = Math.toIntExact(position - sentBytes);
        return true;
    }

    @Override
    public void pause() {
        if (size >= PAUSE_BYTES_MIN) {
            send();
        }
    }

    /// Sends the rest.
    ///
    /// @return the answer
    HttpResponse finish() {
        if (writer == null) {
            return HttpResponse.of(headers, HttpData.wrap(buffer, 0, size));
        }
        send();
        writer.close();
        return writer;
    }

    /// Breaks an answer off that has begun, unless it is complete.
    void cut() {
        if (writer != null && writer.isOpen()) {
            writer.abort();
        }
    }

    /// Hands the buffer over as it is, and goes on with another one.
    private void send() {
        HttpResponseWriter open = begin();
        awaitTaken(open);
        if (!open.tryWrite(HttpData.wrap(buffer, 0, size))) {
            throw new CutException("the client went away");
        }
        onItsWay = open.whenConsumed();
        sentBytes += size;
        buffer = NONE;
        size = 0;
    }

    private HttpResponseWriter begin() {
        if (writer == null) {
            writer = HttpResponse.streaming();
            writer.write(headers);
            answer.accept(writer);
        }
        return writer;
    }

    private void awaitTaken(HttpResponseWriter open) {
        try {
            if (!onItsWay.isDone()) {
                CompletableFuture.anyOf(onItsWay, open.whenComplete())
                        .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException slow) {
            throw new CutException("the client did not take its answer in time");
        } catch (ExecutionException gone) {
            throw new CutException("the client went away");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new CutException("the server is stopping");
        }
        if (!open.isOpen()) {
            throw new CutException("the client went away");
        }
    }
}
