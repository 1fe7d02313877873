// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.HeldFile;
import dev.sluice.query.sql.Identifiers;
import dev.sluice.query.sql.UnsupportedSql;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// Turns the engine's errors into problems with the texts of data.md 4.8. What the engine says
/// about our own text (places, files) never gets out.
final class EngineProblems {
    /// The code of a failure after which the engine answers nothing any more.
    static final String BROKEN = "query_engine_broken";

    private static final ObjectMapper JSON = new JsonMapper();
    private static final Pattern PREFIXED = Pattern.compile("(?s)([A-Z][A-Za-z ]*?) Error: (.*)");
    private static final Pattern UNKNOWN_COLUMN =
            Pattern.compile("Referenced (?:column|table) \"(.+?)\" (?:was )?not found");
    private static final Pattern AMBIGUOUS_COLUMN =
            Pattern.compile("Ambiguous reference to column name \"(.+?)\"");

    /// How the engine says that a macro, ours or its own, has no version for so many arguments.
    private static final Pattern MACRO_ARGUMENTS = Pattern.compile("Macro \"?(\\w+)\"?\\(\\)");

    /// A call of a function of ours, as the engine quotes it.
    private static final Pattern CALLED =
            Pattern.compile("(?<=argument types '|function call \")sluice_\\w+(?=\\()");

    /// What users write for operators that the engine has other names for.
    private static final Map<String, String> OPERATORS =
            Map.of(
                    "~~", "LIKE",
                    "!~~", "NOT LIKE",
                    "~~*", "ILIKE",
                    "!~~*", "NOT ILIKE",
                    "like_escape", "LIKE",
                    "not_like_escape", "NOT LIKE",
                    "ilike_escape", "ILIKE",
                    "not_ilike_escape", "NOT ILIKE",
                    "xor", "^");

    private static final Pattern OPERATOR =
            Pattern.compile("(?<=argument types ')(?:!?~~\\*?|(?:not_)?i?like_escape|xor)(?=\\()");

    /// How the engine says that a window's key may fail, or is another one each time.
    private static final Pattern VOLATILE_KEY =
            Pattern.compile("(PARTITION BY|ORDER BY) window expressions cannot be volatile");

    private static final Pattern THROWN = Pattern.compile("^(?:\\w+\\.)+\\w+(?:Exception|Error): ");

    /// How the engine begins to say that a data file is not what it should be.
    private static final Pattern UNREADABLE =
            Pattern.compile(
                    "No magic bytes found at end of file|Footer length error in file"
                            + "|Failed to read (?:Parquet )?file"
                            + "|File '.*' too small to be a Parquet file"
                            + "|Could not read enough bytes from file|Prefetch registered"
                            + "|Malformed Parquet|Parquet (?:file|metadata)|Incorrect stats size"
                            + "|TProtocolException|invalid TType|don't know what type"
                            + "|Out of buffer|Payload value bigger than allowed"
                            + "|Delta Length Byte Array encoding|DELTA_BINARY_PACKED should"
                            + "|Decode bit width too large|StringColumnReader can only"
                            + "|Unimplemented TIMESTAMP encoding");

    private static final Pattern BEYOND =
            Pattern.compile(
                    "(?s)(?:\n(?:LINE |\t|\n|Either add )| when casting from source column ).*");
    private static final int MESSAGE_LENGTH_MAX = 500;

    private EngineProblems() {}

    /// The problem of an error at planning or running.
    static ProblemException of(@Nullable String message, Throwable cause) {
        String text = message == null ? "" : message;
        int json = text.indexOf("{\"exception_type\"");
        if (json >= 0) {
            return fromJson(text.substring(json), cause);
        }
        Matcher matcher = PREFIXED.matcher(text);
        return matcher.find()
                ? problem(matcher.group(1), matcher.group(2), cause)
                : problem("", text, cause);
    }

    private static ProblemException fromJson(String text, Throwable cause) {
        try {
            JsonNode error = JSON.readTree(text);
            return problem(
                    error.path("exception_type").asString(""),
                    error.path("exception_message").asString(""),
                    cause);
        } catch (JacksonException _) {
            return problem("", text, cause);
        }
    }

    private static ProblemException problem(String type, String message, Throwable cause) {
        if (UNREADABLE.matcher(message).lookingAt()) {
            return new ProblemException(unreadable(), cause);
        }
        String detail = shortened(Identifiers.fromEngine(message));
        Problem problem =
                switch (type) {
                    case "Binder",
                            "Catalog",
                            "Parser",
                            "Syntax",
                            "Not implemented",
                            "Not Implemented",
                            "Parameter Not Resolved" ->
                            Problem.invalid(
                                    "query_planning",
                                    UnsupportedSql.PLANNING
                                            + "Error during planning: "
                                            + planning(detail));
                    case "Conversion",
                            "Out of Range",
                            "Invalid Input",
                            "Mismatch Type",
                            "Invalid type",
                            "Divide by Zero",
                            "Decimal",
                            "Invalid" ->
                            Problem.invalid(
                                    "query_execution",
                                    "Error while executing query: " + executing(detail));
                    case "Out of Memory" ->
                            Problem.tooLarge(
                                    "query_memory",
                                    "the query needs more memory than it may use"
                                            + " (setting: query memory limit)");
                    case "INTERRUPT", "Interrupt", "Interrupted" ->
                            Problem.unavailable("query_cancelled", "the query was cancelled");
                    case "FATAL", "INTERNAL", "Fatal", "Internal" -> internal(BROKEN);
                    default -> internal("query_engine");
                };
        return new ProblemException(problem, cause);
    }

    private static Problem unreadable() {
        return new Problem(
                Problem.Kind.INTERNAL,
                HeldFile.DAMAGED,
                "a data file is damaged; the server's log says more");
    }

    private static Problem internal(String code) {
        return new Problem(
                Problem.Kind.INTERNAL, code, "the query engine failed; the server's log says more");
    }

    private static String executing(String detail) {
        return detail.startsWith("Division by zero")
                ? "Divide by zero error"
                : ArrowNames.inMessage(detail);
    }

    private static String planning(String detail) {
        Matcher ambiguous = AMBIGUOUS_COLUMN.matcher(detail);
        if (ambiguous.find()) {
            return "Ambiguous reference to unqualified field " + ambiguous.group(1);
        }
        Matcher key = VOLATILE_KEY.matcher(detail);
        if (key.lookingAt()) {
            return key.group(1)
                    + " of a window cannot be computed here: give it a name in a subquery";
        }
        Matcher arguments = MACRO_ARGUMENTS.matcher(detail);
        if (arguments.lookingAt()) {
            return "No function matches the number of arguments of '"
                    + function(arguments.group(1))
                    + "'";
        }
        Matcher matcher = UNKNOWN_COLUMN.matcher(detail);
        return matcher.find()
                ? "No field named " + matcher.group(1)
                : OPERATOR.matcher(
                                CALLED.matcher(ArrowNames.inMessage(detail))
                                        .replaceAll(found -> function(found.group())))
                        .replaceFirst(found -> OPERATORS.get(found.group()));
    }

    /// What users call a macro, or a function of ours.
    private static String function(String name) {
        return name.replaceFirst("^sluice_", "").replaceFirst("^list_", "array_");
    }

    /// What was wrong: not our own text, which the engine quotes, nor where our code threw what,
    /// nor what only those who write to the engine could do about it.
    private static String shortened(String message) {
        String bare = BEYOND.matcher(THROWN.matcher(message).replaceFirst("")).replaceFirst("");
        String text = bare.strip();
        return text.length() <= MESSAGE_LENGTH_MAX
                ? text
                : text.substring(0, MESSAGE_LENGTH_MAX) + "...";
    }
}
