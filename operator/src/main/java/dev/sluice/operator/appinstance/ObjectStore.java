// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// `objectStore`: where data files are kept.
///
/// @param bucket its name
/// @param kind what speaks there
public record ObjectStore(String bucket, Kind kind) {
    private static final String OLD_REGION = "us-east-1";

    /// The kinds of stores.
    public sealed interface Kind {}

    /// A service that speaks S3.
    ///
    /// @param endpoint null for that of the region
    /// @param allowHttp `true` or `false`, as a text; null is `false`
    /// @param accessKey null where the pod's own identity serves
    /// @param secretKey null where the pod's own identity serves
    /// @param region what requests are signed for
    public record S3(
            @Nullable String endpoint,
            @Nullable String allowHttp,
            @Nullable Sensitive accessKey,
            @Nullable Sensitive secretKey,
            String region)
            implements Kind {
        /// @throws IllegalArgumentException when something is missing, or has no partner
        public S3 {
            Required.text(region, "region");
            if ((accessKey == null) != (secretKey == null)) {
                throw new IllegalArgumentException("accessKey and secretKey belong together");
            }
        }
    }

    /// Azure Blob Storage.
    ///
    /// @param accessKey of the account
    /// @param account its name
    public record Azure(Sensitive accessKey, Sensitive account) implements Kind {
        /// @throws IllegalArgumentException when one is missing
        public Azure {
            Required.member(accessKey, "accessKey");
            Required.member(account, "account");
        }
    }

    /// Google Cloud Storage.
    ///
    /// @param serviceAccountSecret null where the pod's own identity serves
    public record Google(@Nullable KeyRef serviceAccountSecret) implements Kind {}

    /// Both forms: a section of its own for each kind, or the keys of S3 beside the bucket.
    ///
    /// @throws IllegalArgumentException when it is neither
    @JsonCreator
    static ObjectStore of(
            @JsonProperty("bucket") @Nullable String bucket,
            @JsonProperty("s3") @Nullable S3 s3,
            @JsonProperty("azure") @Nullable Azure azure,
            @JsonProperty("google") @Nullable Google google,
            @JsonProperty("endpoint") @Nullable String endpoint,
            @JsonProperty("allowHttp") @Nullable String allowHttp,
            @JsonProperty("accessKey") @Nullable Sensitive accessKey,
            @JsonProperty("secretKey") @Nullable Sensitive secretKey,
            @JsonProperty("region") @Nullable String region) {
        String name = Required.text(bucket, "bucket");
        int kinds = (s3 == null ? 0 : 1) + (azure == null ? 0 : 1) + (google == null ? 0 : 1);
        if (kinds > 1) {
            throw new IllegalArgumentException("give one of s3, azure and google");
        }
        boolean old =
                endpoint != null
                        || allowHttp != null
                        || accessKey != null
                        || secretKey != null
                        || region != null;
        if (kinds == 1 && old) {
            throw new IllegalArgumentException(
                    "endpoint, allowHttp, accessKey, secretKey and region stand in s3, or without"
                            + " s3, azure and google");
        }
        if (azure != null) {
            return new ObjectStore(name, azure);
        }
        if (google != null) {
            return new ObjectStore(name, google);
        }
        return new ObjectStore(
                name,
                s3 != null
                        ? s3
                        : new S3(
                                endpoint,
                                allowHttp,
                                accessKey,
                                secretKey,
                                region == null ? OLD_REGION : region));
    }
}
