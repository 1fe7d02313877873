// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.S3Config.AccessKeys;
import dev.sluice.model.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The section `objectStore` in its forms (admin.md 6.1, 6.2).
final class S3ConfigTest {
    private static final S3Config EVERYTHING =
            new S3Config(
                    "plant",
                    "eu-central-1",
                    URI.create("https://s3.example:9000"),
                    new AccessKeys("AKIA", Secret.of("s3cr3t")));

    @TempDir private Path directory;
    private ConfigFiles files = new ConfigFiles(Path.of("unset"));

    @BeforeEach
    void useDirectory() {
        files = new ConfigFiles(directory);
    }

    private static String s3(String members) {
        return "objectStore:\n  bucket: plant\n  s3:\n" + members.indent(4);
    }

    @Test
    void isNoneWhereNothingIsSaid() {
        assertThat(files.loaded("sluice: {}").config().bucket()).isNull();
    }

    @Test
    void readsTheSectionOfAnAppInstanceAndOfHelmValues() {
        String section =
                s3(
                        """
                        endpoint: https://s3.example:9000
                        allowHttp: 'false'
                        accessKey: {value: AKIA}
                        secretKey: {value: s3cr3t}
                        region: eu-central-1
                        """);
        String appInstance =
                "apiVersion: kubecfg.dev/v1alpha1\nkind: AppInstance\nmetadata: {name: x}\n"
                        + "spec:\n  package:\n    spec:\n"
                        + section.indent(6);

        assertThat(files.loaded(section).config().bucket()).isEqualTo(EVERYTHING);
        assertThat(files.loaded(appInstance).config().bucket()).isEqualTo(EVERYTHING);
        assertThat(files.loaded(section).warnings()).isEmpty();
    }

    @Test
    void readsTheOldForm() {
        String old =
                """
                objectStore:
                  bucket: plant
                  endpoint: https://s3.example:9000
                  accessKey: AKIA
                  secretKey: s3cr3t
                  region: eu-central-1
                  allowHttp: "false"
                """;

        assertThat(files.loaded(old).config().bucket()).isEqualTo(EVERYTHING);
        assertThat(files.loaded("objectStore: {bucket: plant}").config().bucket())
                .isEqualTo(new S3Config("plant", S3Config.REGION_DEFAULT, null, null));
    }

    @Test
    void takesKeysFromTheSurroundingsWhereNoneAreGiven() {
        BucketConfig config = files.loaded(s3("region: eu-central-1")).config().bucket();

        assertThat(config).isEqualTo(new S3Config("plant", "eu-central-1", null, null));
    }

    @Test
    void saysWhereKeysOfASecretGo() {
        String yaml =
                s3(
                        """
                        region: eu-central-1
                        accessKey: {valueFrom: {secretKeyRef: {name: s3, key: access}}}
                        secretKey: {valueFrom: {secretKeyRef: {name: s3, key: secret}}}
                        """);

        assertThat(files.loaded(yaml).config().bucket())
                .isEqualTo(new S3Config("plant", "eu-central-1", null, null));
        assertThat(files.warnings(yaml))
                .containsExactly(
                        "5: objectStore.s3.accessKey.valueFrom names a Secret, which this server"
                                + " cannot read: give the keys in AWS_ACCESS_KEY_ID and"
                                + " AWS_SECRET_ACCESS_KEY",
                        "6: objectStore.s3.secretKey.valueFrom names a Secret, which this server"
                                + " cannot read: give the keys in AWS_ACCESS_KEY_ID and"
                                + " AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void allowsHttpOnlyWhereThatIsSaid() {
        String allowed = s3("region: r\nendpoint: http://minio:9000\nallowHttp: 'true'");

        assertThat(files.loaded(allowed).config().bucket())
                .isEqualTo(new S3Config("plant", "r", URI.create("http://minio:9000"), null));
        assertThat(files.problems(allowed.replace("'true'", "'false'")))
                .containsExactly(
                        "5: objectStore.s3.endpoint is http, which objectStore.s3.allowHttp does"
                                + " not allow: use https, or set that to 'true'");
    }

    @Test
    void saysThatNoHostNameHasAnUnderscore() {
        assertThat(
                        files.problems(
                                """
                                objectStore:
                                  bucket: plant
                                  s3: {region: x, endpoint: "https://my_minio:9000"}
                                """))
                .containsExactly(
                        "3: objectStore.s3.endpoint must have a host name without underscores,"
                                + " which none may have (RFC 1123): give my_minio another name,"
                                + " such as my-minio");
    }

    @Test
    void tellsEveryMistakeAndNoSecret() {
        List<String> problems =
                files.problems(
                        """
                        objectStore:
                          bucket: ""
                          s3:
                            endpoint: s3.example
                            secretKey: {value: s3cr3t}
                            regio: x
                        """);

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "2: objectStore.bucket is required",
                        "4: objectStore.s3.region is required",
                        "4: objectStore.s3.endpoint must be an absolute http or https URL without"
                                + " user",
                        "4: objectStore.s3.accessKey is required beside objectStore.s3.secretKey",
                        "6: objectStore.s3.regio is not a setting; known here: accessKey,"
                                + " allowHttp, endpoint, region, secretKey");
        assertThat(problems.toString()).doesNotContain("s3cr3t");
    }

    @Test
    void refusesAPrefixThatIsNoPath() {
        assertThat(files.problems("sluice: {objectStore: {prefix: /plant/}}"))
                .containsExactly(
                        "1: sluice.objectStore.prefix must be segments of letters, digits, '.',"
                                + " '_' and '-', joined by '/', not \"/plant/\"");
    }

    @Test
    void takesEffectAfterARestart() {
        ServerConfig none = files.loaded("sluice: {}").config();
        ServerConfig some =
                files.loaded(s3("region: r") + "sluice: {objectStore: {prefix: a}}").config();

        assertThat(ConfigChanges.between(none, some))
                .isEqualTo(
                        new ConfigChanges(List.of(), List.of("objectStore", "sluice.objectStore")));
    }
}
