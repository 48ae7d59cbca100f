package dev.tidewheel.engine.lake;

import static dev.tidewheel.engine.testing.TestSession.rows;
import static dev.tidewheel.engine.testing.TestSession.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.engine.testing.TestSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemCatalogTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir
    Path folder;

    private String catalog;

    @BeforeEach
    void configure() {
        catalog = "files" + NUMBER.incrementAndGet();
        SparkSession session = TestSession.get();
        session.conf().set("spark.sql.catalog." + catalog, FileSystemCatalog.class.getName());
        session.conf().set("spark.sql.catalog." + catalog + ".root", folder.toString());
    }

    private String name(String table) {
        return catalog + ".sales." + table;
    }

    @Test
    void statementsWorkByThreePartNames() {
        sql("CREATE SCHEMA " + catalog + ".sales");
        sql("CREATE TABLE " + name("orders") + " (id INT, amount DOUBLE COMMENT 'in euro', day DATE)"
                + " USING delta PARTITIONED BY (day) COMMENT 'all orders' TBLPROPERTIES ('a' = 'b')");
        sql("INSERT INTO " + name("orders") + " VALUES (1, 1.5, DATE'2026-01-01'), (2, 2.5, DATE'2026-01-02')");
        sql("UPDATE " + name("orders") + " SET amount = 3 WHERE id = 1");
        sql("DELETE FROM " + name("orders") + " WHERE id = 2");
        sql("MERGE INTO " + name("Orders") + " t USING (SELECT 7 AS id, 0.0D AS amount, DATE'2026-01-03' AS day) s"
                + " ON t.id = s.id WHEN NOT MATCHED THEN INSERT *");
        assertThat(rows(sql("SELECT id, amount FROM " + name("ORDERS")))).containsExactly("[1,3.0]", "[7,0.0]");
        assertThat(rows(sql("SELECT id FROM " + name("orders") + " VERSION AS OF 1")))
                .containsExactly("[1]", "[2]");
        assertThat(sql("DESCRIBE HISTORY " + name("orders")).count()).isEqualTo(5);
        sql("OPTIMIZE " + name("orders"));
        assertThat(rows(sql("SHOW TABLES IN " + catalog + ".sales"))).containsExactly("[sales,orders,false]");
        sql("ALTER TABLE " + name("orders") + " ADD COLUMNS (note STRING)");
        sql("ALTER TABLE " + name("orders") + " SET TBLPROPERTIES ('c' = 'd')");
        Lake lake = new Lake(TestSession.get());
        TableSnapshot snapshot =
                lake.snapshot(folder.resolve("sales/orders").toString()).orElseThrow();
        assertThat(snapshot.schema().fieldNames()).containsExactly("id", "amount", "day", "note");
        assertThat(snapshot.properties()).containsEntry("a", "b").containsEntry("c", "d");
        assertThat(snapshot.comment()).isEqualTo("all orders");
        assertThat(snapshot.partitionColumns()).containsExactly("day");
        lake.close();
        sql("ALTER TABLE " + name("orders") + " RENAME TO " + "sales.renamed");
        assertThat(sql("SELECT * FROM " + name("renamed")).count()).isEqualTo(2);
        sql("DROP TABLE " + name("renamed"));
        assertThat(rows(sql("SHOW TABLES IN " + catalog + ".sales"))).isEmpty();
        assertThat(folder.resolve("sales/renamed")).doesNotExist();
    }

    @Test
    void tablesOfTheLakeAreThere() {
        Lake lake = new Lake(TestSession.get());
        lake.replace(
                folder.resolve("sales/Totals").toString(),
                TableLayout.of(StructType.fromDDL("n BIGINT")),
                sql("SELECT id AS n FROM range(3)"),
                CommitNote.of("REFRESH"));
        assertThat(rows(sql("SELECT * FROM " + name("totals")))).containsExactly("[0]", "[1]", "[2]");
        assertThat(rows(sql("SHOW SCHEMAS IN " + catalog))).containsExactly("[default]", "[sales]");
        lake.close();
    }

    @Test
    void aTableMayBeKeptElsewhere() {
        sql("CREATE SCHEMA " + catalog + ".sales");
        Path place = folder.resolve("..place");
        sql("CREATE TABLE " + name("far") + " (id INT) USING delta LOCATION '" + place + "'");
        sql("INSERT INTO " + name("far") + " VALUES (1)");
        sql("CREATE TABLE " + name("again") + " USING delta LOCATION '" + place + "'");
        assertThat(rows(sql("SELECT id FROM " + name("Again")))).containsExactly("[1]");
        assertThat(rows(sql("SHOW TABLES IN " + catalog + ".sales")))
                .containsExactlyInAnyOrder("[sales,far,false]", "[sales,again,false]");
        sql("ALTER TABLE " + name("again") + " RENAME TO sales.other");
        assertThat(rows(sql("SELECT id FROM " + name("other")))).containsExactly("[1]");
        sql("DROP TABLE " + name("other"));
        assertThat(rows(sql("SELECT id FROM " + name("far")))).containsExactly("[1]");
        sql("DROP TABLE " + name("far"));
        assertThat(Files.exists(place.resolve("_delta_log"))).isTrue();
    }

    @Test
    void createTableAsSelectAndClustering() {
        sql("CREATE SCHEMA " + catalog + ".sales");
        sql("CREATE TABLE " + name("copy") + " USING delta CLUSTER BY (id) AS SELECT id, 'x' AS t FROM range(2)");
        assertThat(rows(sql("SELECT * FROM " + name("copy")))).containsExactly("[0,x]", "[1,x]");
        Row detail = sql("DESCRIBE DETAIL " + name("copy")).first();
        assertThat(detail.getList(detail.fieldIndex("clusteringColumns"))).isEqualTo(java.util.List.of("id"));
        assertThatThrownBy(() -> sql("CREATE TABLE " + name("COPY") + " (a INT) USING delta"))
                .hasMessageContaining("ALREADY_EXISTS");
        assertThatThrownBy(() -> sql("SELECT * FROM " + name("missing"))).hasMessageContaining("NOT_FOUND");
    }

    @Test
    void generatedAndDefaultColumns() {
        sql("CREATE SCHEMA " + catalog + ".sales");
        sql("CREATE TABLE " + name("made") + " (id INT, twice INT GENERATED ALWAYS AS (id * 2),"
                + " kind STRING DEFAULT 'none', n BIGINT GENERATED ALWAYS AS IDENTITY) USING delta");
        sql("INSERT INTO " + name("made") + " (id) VALUES (4)");
        assertThat(rows(sql("SELECT id, twice, kind, n FROM " + name("made")))).containsExactly("[4,8,none,1]");
    }

    @Test
    void viewsAreFiles() throws Exception {
        sql("CREATE SCHEMA " + catalog + ".sales");
        sql("CREATE VIEW " + name("numbers") + " (n COMMENT 'a number') COMMENT 'few' AS SELECT id FROM range(2)");
        assertThat(rows(sql("SELECT n + 1 FROM " + name("Numbers")))).containsExactly("[1]", "[2]");
        assertThat(Files.readString(folder.resolve("sales/numbers.view.json"))).contains("SELECT id FROM range(2)");
        sql("CREATE OR REPLACE VIEW " + name("numbers") + " AS SELECT id AS n FROM range(5)");
        assertThat(sql("SELECT * FROM " + name("numbers")).count()).isEqualTo(5);
        assertThat(rows(sql("SHOW VIEWS IN " + catalog + ".sales"))).hasSize(1);
        sql("DROP VIEW " + name("numbers"));
        assertThat(folder.resolve("sales/numbers.view.json")).doesNotExist();
    }

    @Test
    void namesMayBeStrange() {
        sql("CREATE SCHEMA " + catalog + ".sales");
        sql("CREATE TABLE " + name("`_a/b c.ü`") + " (a INT) USING delta");
        sql("INSERT INTO " + name("`_a/b c.ü`") + " VALUES (1)");
        assertThat(rows(sql("SELECT * FROM " + name("`_A/B c.ü`")))).containsExactly("[1]");
        assertThat(rows(sql("SHOW TABLES IN " + catalog + ".sales"))).containsExactly("[sales,_a/b c.ü,false]");
    }
}
