// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

/// Writes the answer to one request, statement by statement. For one thread.
public sealed interface AnswerWriter permits CsvAnswer, JsonAnswer, MessagePackAnswer {

    /// The writer for a style.
    ///
    /// @param statements how many there are
    /// @param sink where the bytes go
    static AnswerWriter of(AnswerStyle style, int statements, AnswerSink sink) {
        return switch (style.format()) {
            case JSON -> new JsonAnswer(style, sink);
            case CSV -> new CsvAnswer(style, sink);
            case MESSAGE_PACK ->
                    new MessagePackAnswer(
                            style,
                            statements,
                            sink,
                            MessagePackAnswer.heldBytesMax(Runtime.getRuntime().maxMemory()));
        };
    }

    /// Writes what a statement gives. Where the rows fail half-way, [#error] ends the statement.
    ///
    /// @param statement its number, from 0 on
    /// @throws dev.sluice.model.ProblemException of the rows
    void rows(int statement, SeriesRows rows);

    /// Writes why a statement failed, after the rows that it gave before it did.
    ///
    /// @param statement its number, from 0 on
    void error(int statement, String message);

    /// Writes what is left once every statement is written.
    void end();
}
