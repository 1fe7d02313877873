// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.partition.TemplatePart;
import dev.sluice.partition.TimeFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The flags that make a partition template (admin.md 3.7). Its rules are checked here, before
/// anything is asked of the cluster.
final class TemplateOptions {
    /// The documented maximum; the cluster takes more (admin.md 0.3, C7).
    private static final int BUCKETS_DOCUMENTED_MAX = 1_000;

    @Option(
            names = "--template-tag",
            paramLabel = "TAG",
            description = "Tag by whose values the data is divided; repeatable.")
    private List<String> tags = new ArrayList<>();

    @Option(
            names = "--template-tag-bucket",
            paramLabel = "TAG,N",
            description = "Tag by whose values the data is spread over N buckets; repeatable.")
    private List<String> buckets = new ArrayList<>();

    @Option(
            names = "--template-timeformat",
            paramLabel = "FORMAT",
            description = "How time divides the data: %%Y, %%m and %%d (%%Y-%%m-%%d).")
    private @Nullable String timeFormat;

    /// The template: tags, then buckets, then time, each in the order of the flags; null without
    /// any of them.
    ///
    /// @param warnings takes what is allowed and doubtful
    /// @throws ProblemException for flags that make no template
    @Nullable PartitionTemplate template(List<String> warnings) {
        if (timeFormat == null) {
            if (!tags.isEmpty() || !buckets.isEmpty()) {
                throw Problem.invalid(
                                "template_without_time",
                                "--template-tag and --template-tag-bucket need"
                                        + " --template-timeformat, such as %Y-%m-%d")
                        .asException();
            }
            return null;
        }
        List<TemplatePart> parts = new ArrayList<>();
        tags.forEach(tag -> parts.add(new TemplatePart.Tag(tag)));
        buckets.forEach(text -> parts.add(bucket(text, warnings)));
        parts.add(new TemplatePart.Time(new TimeFormat(timeFormat)));
        return new PartitionTemplate(parts);
    }

    private static TemplatePart bucket(String text, List<String> warnings) {
        int comma = text.lastIndexOf(',');
        try {
            if (comma > 0) {
                int count = Integer.parseInt(text.substring(comma + 1).strip());
                if (count > BUCKETS_DOCUMENTED_MAX) {
                    warnings.add(
                            count
                                    + " buckets are more than the "
                                    + BUCKETS_DOCUMENTED_MAX
                                    + " that are advised");
                }
                return new TemplatePart.Bucket(text.substring(0, comma), count);
            }
        } catch (NumberFormatException _) {
            // told below, like a missing comma
        }
        throw Problem.invalid(
                        "bad_tag_bucket",
                        "--template-tag-bucket \""
                                + text
                                + "\" is not of the form TAG,N, such as"
                                + " host,100")
                .asException();
    }
}
