package dev.tidewheel.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class RowPrinterTest {
    private static final StructType POINT = StructType.fromDDL("x INT, y STRING");
    private static final StructType SCHEMA = StructType.fromDDL("i INT, d DECIMAL(30,2), f DOUBLE, b BOOLEAN, t STRING,"
            + " at TIMESTAMP, ntz TIMESTAMP_NTZ, day DATE, bin BINARY, a ARRAY<INT>, m MAP<STRING, INT>,"
            + " p STRUCT<x: INT, y: STRING>");
    private static final Row FULL = RowFactory.create(
            7,
            new BigDecimal("12345678901234567890.10"),
            Double.NaN,
            true,
            "a \"b\", c\nd",
            Timestamp.from(Instant.parse("2026-01-02T03:04:05.120Z")),
            LocalDateTime.parse("2026-01-02T03:04:05"),
            Date.valueOf("2026-01-02"),
            new byte[] {1, (byte) 0xAB},
            CollectionConverters.asScala(List.of(1, 2)).toSeq(),
            CollectionConverters.asScala(Map.of("k", 5)),
            new GenericRowWithSchema(new Object[] {1, null}, POINT));
    private static final Row NULLS = RowFactory.create(new Object[12]);

    private static String printed(OutputFormat format, StructType schema, Row... rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = Console.of(out, new ByteArrayOutputStream());
        RowPrinter.of(format, console).print(schema, List.of(rows).iterator());
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void jsonKeepsTypes() {
        assertThat(printed(OutputFormat.JSON, SCHEMA, FULL))
                .isEqualTo(
                        "{\"i\":7,\"d\":12345678901234567890.10,\"f\":\"NaN\",\"b\":true,\"t\":\"a \\\"b\\\", c\\nd\","
                                + "\"at\":\"2026-01-02T03:04:05.120Z\",\"ntz\":\"2026-01-02T03:04:05\",\"day\":\"2026-01-02\","
                                + "\"bin\":\"Aas=\",\"a\":[1,2],\"m\":{\"k\":5},\"p\":{\"x\":1,\"y\":null}}\n");
        assertThat(printed(OutputFormat.JSON, SCHEMA, NULLS)).startsWith("{\"i\":null,\"d\":null");
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        assertThat(printed(OutputFormat.CSV, SCHEMA, FULL, NULLS))
                .isEqualTo("i,d,f,b,t,at,ntz,day,bin,a,m,p\n"
                        + "7,12345678901234567890.10,NaN,true,\"a \"\"b\"\", c\nd\",2026-01-02 03:04:05.12,"
                        + "2026-01-02 03:04:05,2026-01-02,01AB,\"[1,2]\",\"{\"\"k\"\":5}\",\"{\"\"x\"\":1,\"\"y\"\":null}\"\n"
                        + ",,,,,,,,,,,\n");
        StructType text = new StructType().add("t", "string");
        assertThat(printed(OutputFormat.CSV, text, RowFactory.create(""))).isEqualTo("t\n\"\"\n");
    }

    @Test
    void tableAlignsByWhatIsSeen() {
        StructType schema = StructType.fromDDL("name STRING, n INT");
        assertThat(printed(
                        OutputFormat.TABLE,
                        schema,
                        RowFactory.create("日本", 5),
                        RowFactory.create("e\u0301a", 1234),
                        RowFactory.create(null, null),
                        RowFactory.create("a\tb\u001b[31m", 1)))
                .isEqualTo("""
                        name               n
                        --------------  ----
                        日本               5
                        e\u0301a              1234
                        NULL            NULL
                        a\\tb\\u001b[31m     1
                        """);
        assertThat(printed(OutputFormat.TABLE, SCHEMA, FULL))
                .contains("{x: 1, y: NULL}")
                .contains("{k -> 5}")
                .contains("[1, 2]");
    }

    @Test
    void widthsFollowUnicode() {
        assertThat(DisplayWidth.of("日本")).isEqualTo(4);
        assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
        assertThat(DisplayWidth.of("😀")).isEqualTo(2);
        assertThat(DisplayWidth.cut("日本語", 5)).isEqualTo("日本…");
        assertThat(DisplayWidth.cut("abc", 3)).isEqualTo("abc");
    }
}
