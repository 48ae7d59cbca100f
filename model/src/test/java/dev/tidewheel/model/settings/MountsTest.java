package dev.tidewheel.model.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountsTest {
    private static final Mounts MOUNTS = mounts(Map.of(
            "dbfs:/", "/p/dbfs",
            "/databricks-datasets", "/p/datasets",
            "/Volumes", "/p/volumes/",
            "/Volumes/main/raw", "s3a://bucket/raw",
            "dbfs:/mnt/landing", "/p/landing",
            "s3://old-bucket/data", "/p/old"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            data/orders.json                         | /p/root/data/orders.json
            ./data/*/x.{json,csv}                    | /p/root/data/*/x.{json,csv}
            ../shared/x                              | /p/shared/x
            /Volumes/main/other/x.json               | /p/volumes/main/other/x.json
            /Volumes/main/raw/x/*.json               | s3a://bucket/raw/x/*.json
            /Volumes/main/rawer/x.json               | /p/volumes/main/rawer/x.json
            /Volumes                                 | /p/volumes/
            dbfs:/Volumes/main/other/x.json          | /p/volumes/main/other/x.json
            file:/Volumes/main/other/x.json          | /p/volumes/main/other/x.json
            dbfs:/x/y                                | /p/dbfs/x/y
            dbfs:///x/y                              | /p/dbfs/x/y
            /dbfs/x/y                                | /p/dbfs/x/y
            file:/dbfs/x/y                           | /p/dbfs/x/y
            /databricks-datasets/a.csv               | /p/datasets/a.csv
            dbfs:/databricks-datasets/a.csv          | /p/datasets/a.csv
            /dbfs/databricks-datasets/a.csv          | /p/datasets/a.csv
            /mnt/landing/a.csv                       | /p/landing/a.csv
            dbfs:/mnt/other/a.csv                    | /p/dbfs/mnt/other/a.csv
            s3://old-bucket/data/x                   | /p/old/x
            s3://old-bucket/database/x               | s3://old-bucket/database/x
            s3://other/data/x                        | s3://other/data/x
            /home/someone/x.csv                      | /home/someone/x.csv
            file:///home/someone/x.csv               | file:///home/someone/x.csv
            abfss://c@account.net/x                  | abfss://c@account.net/x
            """)
    void findsThePlace(String path, String place) {
        assertThat(MOUNTS.resolve(path)).isEqualTo(place);
    }

    @Test
    void aMountOfTheRootTakesAllPlainPaths() {
        Mounts mounts = mounts(Map.of("/", "/p/all"));

        assertThat(mounts.resolve("/a/b")).isEqualTo("/p/all/a/b");
        assertThat(mounts.resolve("dbfs:/a/b")).isEqualTo("dbfs:/a/b");
    }

    @Test
    void theSameSpellingWinsAmongEquals() {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("/mnt/a", "/p/plain");
        places.put("dbfs:/mnt/a", "/p/dbfs");

        assertThat(mounts(places).resolve("/mnt/a/x")).isEqualTo("/p/plain/x");
        assertThat(mounts(places).resolve("dbfs:/mnt/a/x")).isEqualTo("/p/dbfs/x");
    }

    @Test
    void advisesOnPlacesOfThePlatform() {
        Mounts none = Mounts.none(Path.of("/p/root"));

        assertThat(none.advice("/Volumes/main/x"))
                .contains("Say where `/Volumes` is: add `mounts: {\"/Volumes\": <folder>}` to the pipeline file");
        assertThat(none.advice("dbfs:/x").orElseThrow()).contains("`mounts: {\"dbfs:/\": <folder>}`");
        assertThat(none.advice("/home/x")).isEmpty();
        assertThat(none.advice("data/x")).isEmpty();
        assertThat(MOUNTS.advice("/Volumes/main/x")).isEmpty();
    }

    private static Mounts mounts(Map<String, String> places) {
        return new Mounts(Path.of("/p/root"), places);
    }
}
