// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.Expression.Call;

/// Text, bytes and hashes (data.md 5.10). Positions begin at 1 and count characters.
final class TextFunctions {
    static final FunctionTable TABLE =
            new FunctionTable("Text")
                    .same(
                            "ascii",
                            "bit_length",
                            "ends_with",
                            "left",
                            "lower",
                            "ltrim",
                            "reverse",
                            "right",
                            "rtrim",
                            "split_part",
                            "starts_with",
                            "strpos",
                            "translate",
                            "trim",
                            "upper")
                    .rewritten("contains", TextFunctions::contains)
                    .rewritten("concat", TextFunctions::joined)
                    .rewritten("concat_ws", TextFunctions::joined)
                    .renamed("btrim", "trim")
                    .renamed("char_length", "length")
                    .alias("char_length", "character_length", "length")
                    .renamed("chr", "sluice_chr")
                    .making("find_in_set", "sluice_find_in_set")
                    .renamed("initcap", "sluice_initcap")
                    .renamed("instr", "strpos")
                    .renamed("levenshtein", "sluice_levenshtein")
                    .making("lpad", "sluice_lpad")
                    .renamed("octet_length", "sluice_octet_length")
                    .renamed("overlay", "sluice_overlay")
                    .renamed("position", "strpos")
                    .making("repeat", "sluice_repeat")
                    .making("replace", "sluice_replace")
                    .making("rpad", "sluice_rpad")
                    .renamed("substr", "sluice_substr")
                    .alias("substr", "substring")
                    .making("substr_index", "sluice_substr_index")
                    .alias("substr_index", "substring_index")
                    .renamed("to_hex", "sluice_to_hex")
                    .rewritten("uuid", call -> new Expression.Cast(call, SqlType.VARCHAR, false));

    /// Hashes and encodings.
    static final FunctionTable BYTES =
            new FunctionTable("Hashes and encodings")
                    .rewritten("encode", call -> coded(call, "sluice_encode_"))
                    .rewritten("decode", call -> coded(call, "sluice_decode_"))
                    .rewritten("digest", TextFunctions::digest)
                    .same("md5")
                    .rewritten("sha224", call -> digest(call, "sha224"))
                    .rewritten("sha256", call -> digest(call, "sha256"))
                    .rewritten("sha384", call -> digest(call, "sha384"))
                    .rewritten("sha512", call -> digest(call, "sha512"));

    private TextFunctions() {}

    /// Values that are put together as text: instants and floats are written as casts write them.
    static Expression joined(Call call) {
        return FunctionTable.with(
                call,
                call.function(),
                call.arguments().stream().map(TextFunctions::text).toArray(Expression[]::new));
    }

    private static Expression text(Expression value) {
        InstantType type = Instants.typeOf(value);
        if (type == null && Types.isFloat(value)) {
            return Call.of("sluice_to_text", value);
        }
        return type == null ? value : TimeConversions.text(value, type);
    }

    /// Of a null the engine cannot tell what it is looked for in.
    private static Expression contains(Call call) {
        return FunctionTable.with(
                call,
                call.function(),
                Arguments.require(call, 2, 2).stream()
                        .map(argument ->
                                Arguments.is(argument, Expression.Literal.Kind.NULL)
                                        ? new Expression.Cast(argument, SqlType.VARCHAR, false)
                                        : argument)
                        .toArray(Expression[]::new));
    }

    private static Expression coded(Call call, String prefix) {
        Arguments.require(call, 2, 2);
        String format = Arguments.text(call, 1);
        return switch (format) {
            case "base64", "hex" -> Call.of(prefix + format, call.arguments().getFirst());
            default ->
                    throw UnsupportedSql.planning(
                            "encoding",
                            "There is no built-in encoding named '"
                                    + format
                                    + "', currently supported encodings are: base64, hex");
        };
    }

    private static Expression digest(Call call) {
        Arguments.require(call, 2, 2);
        return digest(
                Call.of(call.function(), call.arguments().getFirst()), Arguments.text(call, 1));
    }

    private static Expression digest(Call call, String algorithm) {
        Expression value = Arguments.require(call, 1, 1).getFirst();
        return Call.of(
                "sluice_digest", value, Expression.Literal.ofText(Digests.require(algorithm)));
    }
}
