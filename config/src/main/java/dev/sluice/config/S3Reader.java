// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.config.S3Config.AccessKeys;
import dev.sluice.model.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads `bucket` and `s3` of the section `objectStore`, or the old form with everything beside
/// `bucket` (admin.md 6.1, 6.2).
final class S3Reader {
    private static final String ENDPOINT = "endpoint";
    private static final String REGION = "region";
    private static final String ACCESS_KEY = "accessKey";
    private static final String SECRET_KEY = "secretKey";
    private static final String ALLOW_HTTP = "allowHttp";
    private static final Set<String> MEMBERS =
            Set.of(ENDPOINT, REGION, ACCESS_KEY, SECRET_KEY, ALLOW_HTTP);

    private final Section store;
    private final Section section;
    private final Findings findings;

    private S3Reader(Section store, Section section, Findings findings) {
        this.store = store;
        this.section = section;
        this.findings = findings;
    }

    /// The bucket; null when something is wrong and was told.
    ///
    /// @param store the section `objectStore`
    static @Nullable S3Config read(Section store, Findings findings) {
        Section section = store.findSection(BucketReader.S3);
        if (section == null) {
            return store.has(BucketReader.S3)
                    ? null
                    : new S3Reader(store, store, findings).readOld();
        }
        store.rejectUnknown(BucketReader.MEMBERS);
        section.rejectUnknown(MEMBERS);
        return new S3Reader(store, section, findings).read(section.requireText(REGION));
    }

    private @Nullable S3Config readOld() {
        Set<String> known = new TreeSet<>(MEMBERS);
        known.add(BucketReader.BUCKET);
        section.rejectUnknown(known);
        String region = text(REGION);
        return read(region == null || region.isEmpty() ? S3Config.REGION_DEFAULT : region);
    }

    private @Nullable S3Config read(@Nullable String region) {
        String bucket = store.requireText(BucketReader.BUCKET);
        URI endpoint = endpoint();
        AccessKeys keys = keys();
        return bucket == null || region == null
                ? null
                : new S3Config(bucket, region, endpoint, keys);
    }

    private @Nullable String text(String key) {
        Node value = section.find(key);
        return value == null ? null : section.text(value, section.pathOf(key));
    }

    private @Nullable URI endpoint() {
        boolean allowHttp = "true".equals(text(ALLOW_HTTP));
        String text = text(ENDPOINT);
        if (text == null || text.isEmpty()) {
            return null;
        }
        URI endpoint = Uris.parse(text);
        if (endpoint == null || endpoint.getHost() == null || endpoint.getRawUserInfo() != null) {
            refuse(ENDPOINT, Uris.rule(text, "must be an absolute http or https URL without user"));
            return null;
        }
        String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
        if (scheme.equals("http") && !allowHttp) {
            refuse(
                    ENDPOINT,
                    "is http, which "
                            + section.pathOf(ALLOW_HTTP)
                            + " does not allow: use https, or set that to 'true'");
        } else if (!Set.of("http", "https").contains(scheme)) {
            refuse(ENDPOINT, "must be an absolute http or https URL without user");
        }
        return endpoint;
    }

    private @Nullable AccessKeys keys() {
        SensitiveText accessKey = sensitive(ACCESS_KEY);
        SensitiveText secretKey = sensitive(SECRET_KEY);
        boolean isFirstMissing = accessKey.text().isEmpty();
        boolean isSecondMissing = secretKey.text().isEmpty();
        if (isFirstMissing != isSecondMissing
                && accessKey.reference() == null
                && secretKey.reference() == null) {
            refuse(
                    isFirstMissing ? ACCESS_KEY : SECRET_KEY,
                    "is required beside "
                            + section.pathOf(isFirstMissing ? SECRET_KEY : ACCESS_KEY));
        }
        return isFirstMissing || isSecondMissing
                ? null
                : new AccessKeys(accessKey.text(), Secret.of(secretKey.text()));
    }

    private SensitiveText sensitive(String key) {
        SensitiveText given = SensitiveText.read(section, key);
        given.warn(
                section,
                key,
                "give the keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
                findings);
        return given;
    }

    private void refuse(String key, String what) {
        Node place = section.find(key);
        String path = section.pathOf(key);
        findings.refuse(place == null ? section.node() : place, path, path + " " + what);
    }
}
