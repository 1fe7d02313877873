// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static dev.sluice.duckdb.DialectMacros.byType;
import static dev.sluice.duckdb.DialectMacros.macro;

import dev.sluice.query.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The macros of single values: numbers, text, bytes (data.md 5.3, 5.10).
final class ValueMacros {
    /// The engine extracts no more groups than these (`RegexpFunctions`).
    private static final int REGEXP_GROUPS_MAX = 9;

    /// The longest text that is made of all of a list.
    private static final int GROWN_LENGTH_MAX = 1 << 20;

    /// The longest text that is made of bytes.
    private static final int ENCODED_LENGTH_MAX = 1 << 18;

    /// How many pairs of characters `levenshtein` compares: nothing ends it within one value.
    private static final int COMPARED_MAX = 250_000;

    private static final String TOO_LONG = "text is too long";

    private static final String BYTES = "'BLOB'";
    private static final String FLOATS = "'DOUBLE', 'FLOAT'";
    private static final String AS_BYTES = "CAST(x AS BLOB)";
    private static final String AS_TEXT = "CAST(x AS VARCHAR)";

    private static final List<String> SINGLE =
            List.of(
                    macro(
                            "sluice_is_whole(x)",
                            "typeof(x) <> 'VARCHAR'"
                                    + " OR regexp_full_match(CAST(x AS VARCHAR), ' *[+-]?[0-9]+ *')"),
                    whole("sluice_to_bigint", "CAST", "BIGINT", refused("INT64")),
                    whole("sluice_try_bigint", "TRY_CAST", "BIGINT", "NULL"),
                    whole("sluice_to_ubigint", "CAST", "UBIGINT", refused("UINT64")),
                    whole("sluice_try_ubigint", "TRY_CAST", "UBIGINT", "NULL"),
                    macro(
                            "sluice_truth(s)",
                            "CASE WHEN lower(trim(s)) IN"
                                    + " ('t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1')"
                                    + " THEN true WHEN lower(trim(s)) IN"
                                    + " ('f', 'fa', 'fal', 'fals', 'false', 'n', 'no', 'of', 'off', '0')"
                                    + " THEN false END"),
                    truth("sluice_to_boolean", "CAST"),
                    truth("sluice_try_boolean", "TRY_CAST"),
                    macro(
                            "sluice_to_text(x)",
                            byType(
                                    "x",
                                    AS_TEXT,
                                    BYTES,
                                    "decode(" + AS_BYTES + ")",
                                    FLOATS,
                                    "sluice_float_text(" + AS_TEXT + ")")),
                    // numbers
                    macro("sluice_iszero(x)", "x = 0"),
                    macro(
                            "sluice_nanvl(x, y)",
                            "CASE WHEN isnan(x) THEN y WHEN y IS NOT NULL THEN x END"),
                    macro("sluice_ceil(x)", "ceil(CAST(x AS DOUBLE))"),
                    macro("sluice_floor(x)", "floor(CAST(x AS DOUBLE))"),
                    macro("sluice_round(x, n)", "round(CAST(x AS DOUBLE), CAST(n AS INTEGER))"),
                    macro("sluice_trunc(x, n)", "trunc(CAST(x AS DOUBLE), CAST(n AS INTEGER))"),
                    macro("sluice_factorial(n)", "CAST(factorial(CAST(n AS INTEGER)) AS BIGINT)"),
                    macro("sluice_cbrt(x)", "sluice_cbrt_of(CAST(x AS DOUBLE))"),
                    macro(
                            "sluice_signum(x)",
                            "CASE WHEN isnan(CAST(x AS DOUBLE)) THEN CAST(x AS DOUBLE)"
                                    + " ELSE CAST(sign(x) AS DOUBLE) END"),
                    // the operators see what they are given, so that they refuse what they do not
                    // take
                    macro(
                            "sluice_shifted(x, n)",
                            "(x & ((CAST(1 AS HUGEINT) << (64 - n)) - 1)) << n"),
                    macro("sluice_signed(x)", "CAST(x - ((x >> 63) << 64) AS BIGINT)"),
                    macro(
                            "sluice_shift_left(x, n)",
                            "sluice_signed(sluice_shifted(x, CAST(n & 63 AS BIGINT)))"),
                    macro(
                            "sluice_shift_left_unsigned(x, n)",
                            "CAST(sluice_shifted(x, CAST(n & 63 AS BIGINT)) AS UBIGINT)"),
                    macro(
                            "sluice_shift_right(x, n)",
                            "CAST(x >> CAST(n & 63 AS BIGINT) AS BIGINT)"),
                    macro(
                            "sluice_shift_right_unsigned(x, n)",
                            "CAST((x & CAST(-1 AS HUGEINT)) >> CAST(n & 63 AS BIGINT) AS UBIGINT)"),
                    macro("sluice_nvl2(x, y, z)", "CASE WHEN x IS NOT NULL THEN y ELSE z END"),
                    // text
                    macro(
                            "sluice_like_pattern(p)",
                            "p || repeat('\\', (length(p) - length(rtrim(p, '\\'))) % 2)"),
                    // what is escaped or in brackets stays as it is
                    macro(
                            "sluice_similar_pattern(p)",
                            "'(?s)' || array_to_string(list_transform(regexp_extract_all(p,"
                                    + " '(?s)\\\\.|\\[\\^?\\]?(?:\\\\.|\\[:[a-z]+:\\]|[^\\]])*\\]|.'),"
                                    + " lambda part: CASE part WHEN '%' THEN '.*' WHEN '_' THEN '.'"
                                    + " WHEN '.' THEN '\\.' WHEN '^' THEN '\\^' WHEN '$' THEN '\\$'"
                                    + " ELSE part END), '')"),
                    // a text, not a list, is made to count them: one character more for each
                    macro(
                            "sluice_regexp_count(s, r)",
                            "strlen(regexp_replace(s, r, '\\0x', 'g')) - strlen(s)"),
                    macro("sluice_chr(n)", "chr(CAST(n AS INTEGER))"),
                    macro("sluice_to_hex(n)", "lower(to_hex(n))"),
                    macro(
                            "sluice_octet_length(x)",
                            byType(
                                    "x",
                                    "strlen(" + AS_TEXT + ")",
                                    BYTES,
                                    "octet_length(" + AS_BYTES + ")")),
                    // a text that is not cut in too many parts
                    macro(
                            "sluice_splittable(m, s, d)",
                            ListMacros.made(
                                    "CASE WHEN strlen(s) <= m THEN 0"
                                            + " WHEN d IS NULL THEN strlen(s) WHEN d = '' THEN 1"
                                            + " ELSE (strlen(s) - strlen(replace(s, d, '')))"
                                            + " // strlen(d) + 1 END",
                                    "s")),
                    macro(
                            "sluice_find_in_set(m, s, l)",
                            "CASE WHEN s IS NULL OR l IS NULL THEN NULL ELSE"
                                    + " CAST(coalesce(list_position(string_split("
                                    + "sluice_splittable(m, l, ','), ','), s), 0)"
                                    + " AS BIGINT) END"),
                    macro(
                            "sluice_overlay(s, r, p)",
                            "left(s, p - 1) || r || substr(s, p + length(r))",
                            "(s, r, p, n)",
                            "left(s, p - 1) || r || substr(s, p + n)"),
                    macro(
                            "sluice_substr(s, p)",
                            "CASE WHEN p IS NOT NULL THEN substr(s, greatest(p, 1)) END",
                            "(s, p, n)",
                            "CASE WHEN s IS NULL OR p IS NULL OR n IS NULL THEN NULL WHEN n < 0"
                                    + " THEN error('negative substring length not allowed')"
                                    + " ELSE substr(s, greatest(p, 1),"
                                    + " greatest(p + n - greatest(p, 1), 0)) END"),
                    macro(
                            "sluice_substr_index(m, s, d, n)",
                            "CASE WHEN s IS NULL OR d IS NULL THEN NULL WHEN n = 0 OR d = '' THEN ''"
                                    + " WHEN n > 0 THEN array_to_string("
                                    + "string_split(sluice_splittable(m, s, d), d)[1:n], d)"
                                    + " WHEN n < 0 THEN array_to_string("
                                    + "string_split(sluice_splittable(m, s, d), d)[n:], d)"
                                    + " END"),
                    // bytes
                    macro(
                            "sluice_bytes_of(x)",
                            byType("x", "encode(" + AS_TEXT + ")", BYTES, AS_BYTES)),
                    macro(
                            "sluice_encodable(x)",
                            bounded(
                                    "2 * sluice_octet_length(x)",
                                    String.valueOf(ENCODED_LENGTH_MAX),
                                    TOO_LONG,
                                    "sluice_bytes_of(x)")),
                    macro("sluice_encode_base64(x)", "rtrim(to_base64(sluice_encodable(x)), '=')"),
                    macro("sluice_encode_hex(x)", "lower(hex(sluice_encodable(x)))"),
                    macro("sluice_decode_hex(s)", "unhex(s)"),
                    macro(
                            "sluice_decode_base64(s)",
                            "from_base64(rtrim(s, '=')"
                                    + " || repeat('=', -length(rtrim(s, '=')) & 3))"),
                    macro("sluice_digest(x, a)", "unhex(sluice_digest_of(hex(x), a))"),
                    macro(
                            "sluice_repeat(m, s, n)",
                            "repeat(s, " + made("length(s) * n", "CAST(n AS BIGINT)") + ")"),
                    padding("lpad"),
                    padding("rpad"),
                    macro(
                            "sluice_replaceable(m, s, f, t)",
                            made(
                                    "CASE WHEN strlen(t) <= strlen(f) THEN 0"
                                            + " ELSE (strlen(s) // greatest(strlen(f), 1) + 1)"
                                            + " * strlen(t) END",
                                    "s")),
                    macro(
                            "sluice_replace(m, s, f, t)",
                            "replace(sluice_replaceable(m, s, f, t), f, t)"),
                    // each group that is put in may be all of the text
                    macro(
                            "sluice_regexp_replaceable(m, s, t)",
                            made(
                                    "strlen(t) + strlen(s) * greatest(strlen(t) - 1"
                                            + " - strlen(replace(replace(t, '\\', ''), '$', '')), 0)",
                                    "s")),
                    macro(
                            "sluice_regexp_replace(m, s, p, r)",
                            "regexp_replace(sluice_regexp_replaceable(m, s, r), p,"
                                    + " sluice_regexp_replacement(r, p))"),
                    macro(
                            "sluice_regexp_replace_all(m, s, p, r)",
                            "regexp_replace(sluice_replaceable(m, s, '', r), p,"
                                    + " sluice_regexp_replacement(r, p), 'g')"),
                    macro(
                            "sluice_within(m, s)",
                            bounded("strlen(CAST(s AS VARCHAR))", "m", TOO_LONG, "s")),
                    macro(
                            "sluice_levenshtein(a, b)",
                            "sluice_levenshtein_of("
                                    + bounded(
                                            "length(a) * length(b)",
                                            String.valueOf(COMPARED_MAX),
                                            "texts are too long to be compared",
                                            "a")
                                    + ", b)"));

    static final List<String> STATEMENTS =
            Stream.of(SINGLE, regexpMatches()).flatMap(List::stream).toList();

    private ValueMacros() {}

    /// A cast to a whole number: floats are cut off, text must be one.
    private static String whole(String name, String cast, String type, String otherwise) {
        return macro(
                name + "(x)",
                "CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN "
                        + cast
                        + "(trunc(TRY_CAST(x AS DOUBLE)) AS "
                        + type
                        + ") WHEN x IS NULL OR sluice_is_whole(x) THEN "
                        + cast
                        + "(x AS "
                        + type
                        + ") ELSE "
                        + otherwise
                        + " END");
    }

    private static String refused(String type) {
        return "error('Could not convert string ''' || CAST(x AS VARCHAR) || ''' to " + type + "')";
    }

    /// A cast to a truth: some words are one, and any number but zero.
    private static String truth(String name, String cast) {
        return macro(
                name + "(x)",
                "CASE WHEN typeof(x) = 'VARCHAR' THEN coalesce(sluice_truth(CAST(x AS VARCHAR)), "
                        + cast
                        + "(x AS BOOLEAN)) ELSE "
                        + cast
                        + "(x AS BOOLEAN) END");
    }

    /// The groups of the first place that fits, or the place where a pattern has none: one macro
    /// for each number of them, since the engine wants constants.
    private static List<String> regexpMatches() {
        List<String> result = new ArrayList<>();
        for (int groups = 0; groups <= REGEXP_GROUPS_MAX; groups++) {
            List<String> found = new ArrayList<>();
            for (int group = Math.min(1, groups); group <= groups; group++) {
                found.add("regexp_extract(s, r, " + group + ")");
            }
            result.add(
                    macro(
                            "sluice_regexp_match_" + groups + "(s, r)",
                            "CASE WHEN regexp_matches(s, r) THEN ["
                                    + String.join(", ", found)
                                    + "] END"));
        }
        return result;
    }

    /// Nothing to fill up with leaves a text as it is, and cuts it off where it is too long.
    private static String padding(String function) {
        String length = made("n", "CAST(n AS INTEGER)");
        return macro(
                "sluice_" + function + "(m, s, n)",
                function + "(s, " + length + ", ' ')",
                "(m, s, n, p)",
                "CASE WHEN p = '' THEN left(s, greatest(CAST(n AS INTEGER), 0)) ELSE "
                        + function
                        + "(s, "
                        + length
                        + ", p) END");
    }

    /// An argument, if what is made of it gets no longer than the parameter `m`, which `MadeValues`
    /// gives: the engine does not count its memory.
    private static String made(String length, String argument) {
        return bounded(length, "m", TOO_LONG, argument);
    }

    /// An argument, if what is made of it does not get too long.
    static String grown(String length, String argument) {
        return bounded(length, String.valueOf(GROWN_LENGTH_MAX), TOO_LONG, argument);
    }

    /// An argument, if a number is within a bound. It is the argument and not the call that is
    /// guarded: the engine computes calls with constant arguments when it plans, wherever they
    /// stand.
    ///
    /// @param most a number or a parameter
    static String bounded(String number, String most, String refusal, String argument) {
        return "CASE WHEN "
                + number
                + " > "
                + most
                + " THEN error("
                + Identifiers.quotedText(refusal + " (limit: ")
                + " || "
                + most
                + " || ')') ELSE "
                + argument
                + " END";
    }
}
