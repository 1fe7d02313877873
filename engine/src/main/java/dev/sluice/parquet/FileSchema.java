// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;

/// How the types are called in Parquet (parquet-format, LogicalTypes). Times are local ones, which
/// the engine reads as its TIMESTAMP_NS.
final class FileSchema {
    private static final byte WORD_BITS = 64;

    private FileSchema() {}

    /// The columns below a root.
    static List<SchemaElement> of(List<ParquetColumn> columns) {
        List<SchemaElement> elements = new ArrayList<>();
        elements.add(new SchemaElement("sluice").setNum_children(columns.size()));
        for (ParquetColumn column : columns) {
            elements.add(element(column));
        }
        return elements;
    }

    static Type physical(ColumnType type) {
        return switch (type) {
            case TAG, STRING -> Type.BYTE_ARRAY;
            case INTEGER, UINTEGER, TIME -> Type.INT64;
            case FLOAT -> Type.DOUBLE;
            case BOOLEAN -> Type.BOOLEAN;
        };
    }

    private static SchemaElement element(ParquetColumn column) {
        ColumnType type = column.column().type();
        SchemaElement element =
                new SchemaElement(column.column().name())
                        .setType(physical(type))
                        .setRepetition_type(
                                ChunkPages.isOptional(type)
                                        ? FieldRepetitionType.OPTIONAL
                                        : FieldRepetitionType.REQUIRED)
                        .setField_id(column.fieldId());
        switch (type) {
            case TAG, STRING ->
                    element.setConverted_type(ConvertedType.UTF8)
                            .setLogicalType(LogicalType.STRING(new StringType()));
            case INTEGER ->
                    element.setConverted_type(ConvertedType.INT_64)
                            .setLogicalType(LogicalType.INTEGER(new IntType(WORD_BITS, true)));
            case UINTEGER ->
                    element.setConverted_type(ConvertedType.UINT_64)
                            .setLogicalType(LogicalType.INTEGER(new IntType(WORD_BITS, false)));
            case TIME ->
                    element.setLogicalType(
                            LogicalType.TIMESTAMP(
                                    new TimestampType(false, TimeUnit.NANOS(new NanoSeconds()))));
            case FLOAT, BOOLEAN -> {
                // The physical type says it all.
            }
        }
        return element;
    }
}
