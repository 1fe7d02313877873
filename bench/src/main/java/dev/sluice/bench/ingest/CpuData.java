// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.bench.measure.CpuTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The `cpu` data of the devops case of the Time Series Benchmark Suite: computers that report ten
/// measurements each ten seconds. Each measurement walks: it begins anywhere between 0 and 100,
/// takes steps of the normal distribution with deviation 1, and stays within these bounds.
///
/// The same seed makes the same bytes, on every JVM: `Random` is specified to the bit. For one
/// thread.
public final class CpuData {
    /// How many nanoseconds lie between two reports of a computer.
    public static final long STEP_NANOS = 10_000_000_000L;

    /// The time of the first report, 2016-01-01T00:00:00Z.
    public static final long START_NANOS = 1_451_606_400_000_000_000L;

    /// How many lines a request writes if nobody says otherwise.
    public static final int BATCH_LINES = 5_000;

    /// How many lines a request may be asked to write.
    public static final int BATCH_LINES_MAX = 50_000;

    private static final double MAX = 100;

    private final Random random;
    private final Values values;
    private final List<byte[]> heads = new ArrayList<>();
    private final double[] states;
    private final List<byte[]> fieldNames =
            CpuTable.FIELDS.stream().map(name -> (name + "=").getBytes(US_ASCII)).toList();
    private int host;
    private long timeNanos = START_NANOS;

    /// @param seed chooses the data
    /// @param hosts how many computers report, and so how many series there are
    /// @param values what the fields look like
    public CpuData(long seed, int hosts, Values values) {
        this.random = new Random(seed);
        this.values = values;
        this.states = new double[hosts * CpuTable.FIELDS.size()];
        for (int i = 0; i < hosts; i++) {
            heads.add(HostTags.lineStart(i, random).getBytes(US_ASCII));
        }
        for (int i = 0; i < states.length; i++) {
            states[i] = random.nextDouble() * MAX;
        }
    }

    /// The next lines, in batches: all computers at one time, then all at the next.
    ///
    /// @param rows how many lines
    /// @param batchLines how many lines a batch has; the last one has what is left
    public List<byte[]> batches(long rows, int batchLines) {
        List<byte[]> batches = new ArrayList<>();
        Text text = new Text();
        for (long left = rows; left > 0; left -= batchLines) {
            text.clear();
            for (long i = Math.min(left, batchLines); i > 0; i--) {
                appendLine(text);
            }
            batches.add(text.bytes());
        }
        return batches;
    }

    private void appendLine(Text text) {
        text.append(heads.get(host));
        int state = host * CpuTable.FIELDS.size();
        for (byte[] name : fieldNames) {
            text.append(name);
            switch (values) {
                case INT -> text.append((long) states[state]).append('i');
                case DEC2 -> text.appendHundredths(Math.round(states[state] * 100));
                case RAW -> text.append(Double.toString(states[state]).getBytes(US_ASCII));
            }
            text.append(',');
            states[state] = Math.clamp(states[state] + random.nextGaussian(), 0, MAX);
            state++;
        }
        text.replaceLast(' ');
        text.append(timeNanos).append('\n');
        host++;
        if (host == heads.size()) {
            host = 0;
            timeNanos += STEP_NANOS;
        }
    }
}
