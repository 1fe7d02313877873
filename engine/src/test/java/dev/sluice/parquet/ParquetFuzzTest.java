// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.background.WorkPool;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random tables come back as they were, by each reader, and each file keeps the format's rules.
/// Takes `-Dseed=`.
final class ParquetFuzzTest {
    private static final int TABLES = 60;

    @TempDir private Path directory;
    private final DuckDb engine = DuckDb.open();
    private final WorkPool helpers = new WorkPool("test", 2);

    @AfterEach
    void close() throws SQLException {
        helpers.close();
        engine.close();
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException, SQLException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ParquetFuzzTest -Dseed=" + seed);
        RandomTables tables = new RandomTables(new Random(seed));
        for (int number = 0; number < TABLES; number++) {
            SampleTable table = tables.table();
            ParquetOptions options = tables.options();
            Path file = table.write(directory.resolve(number + ".parquet"), options);
            String about = "table " + number + " of seed " + seed;
            Path helped = directory.resolve(number + "-helped.parquet");
            ParquetFile.write(helped, table.sources(), table.rowCount(), options, helpers);
            assertThat(helped).as(about).hasSameBinaryContentAs(file);

            assertThat(Readers.duckDb(engine, file, table)).as(about).isEqualTo(table.rows());
            assertThat(Readers.parquetJava(file, table)).as(about).isEqualTo(table.rows());
            assertThat(Readers.hardwood(file, table)).as(about).isEqualTo(table.rows());
            FormatRules.check(file, table);
        }
    }
}
