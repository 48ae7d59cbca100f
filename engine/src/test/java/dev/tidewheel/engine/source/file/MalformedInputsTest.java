package dev.tidewheel.engine.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.engine.source.StreamSource;
import dev.tidewheel.engine.source.option.FileSourceOptions;
import dev.tidewheel.engine.source.schema.SchemaStore;
import dev.tidewheel.engine.source.schema.UnreadableFile;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Inputs that are not as they should be. Of each it is written down how many rows it gives, and how many of them have
 * something in the column of rescued data, or that reading it fails with the name of the file.
 */
final class MalformedInputsTest {
    private static final String FAILS = "fails";
    private static final String HUGE = "h".repeat(3_000_000);

    @TempDir
    Path root;

    private Path folder;
    private final Map<String, String> expected = new TreeMap<>();

    @BeforeEach
    void setUp() throws IOException {
        folder = Files.createDirectories(root.resolve("in"));
    }

    private void input(String name, int rows, int rescued, byte[] content) {
        write(name, content);
        expected.put(name, rows == 0 ? "" : rows + " rows, " + rescued + " rescued");
    }

    private void input(String name, int rows, int rescued, String content) {
        input(name, rows, rescued, content.getBytes(StandardCharsets.UTF_8));
    }

    private void failing(String name, byte[] content) {
        write(name, content);
        expected.put(name, FAILS);
    }

    private void write(String name, byte[] content) {
        try {
            Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text, Charset charset) {
        return text.getBytes(charset);
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads all that can be read in one batch, and each of the others alone. */
    private void check(String... options) {
        Map<String, String> seen = new TreeMap<>();
        expected.forEach((name, result) -> seen.put(name, result.equals(FAILS) ? failure(name, options) : ""));
        expected.forEach((name, result) -> {
            if (result.equals(FAILS)) {
                move(name);
            }
        });
        List<Row> rows = read(folder, options)
                .selectExpr("_metadata.file_path AS file", "r IS NOT NULL AS rescued")
                .groupBy("file")
                .agg(
                        org.apache.spark.sql.functions.count("*"),
                        org.apache.spark.sql.functions.expr("count_if(rescued)"))
                .collectAsList();
        for (Row row : rows) {
            String path = java.net.URI.create(row.getString(0)).getPath();
            seen.put(
                    path.substring(path.lastIndexOf('/') + 1),
                    row.getLong(1) + " rows, " + row.getLong(2) + " rescued");
        }
        assertThat(expected).hasSizeGreaterThanOrEqualTo(30);
        Map<String, String> differences = new TreeMap<>();
        expected.forEach((name, result) -> {
            if (!result.equals(seen.get(name))) {
                differences.put(name, "expected " + result + " but got " + seen.get(name));
            }
        });
        assertThat(differences).isEmpty();
        assertThat(seen).hasSameSizeAs(expected);
    }

    private void move(String name) {
        try {
            Files.delete(folder.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Dataset<Row> read(Path path, String... options) {
        Map<String, String> all = new TreeMap<>(SourceFixture.options(options));
        all.putIfAbsent("schema", "id INT, name STRING");
        all.putIfAbsent("rescuedDataColumn", "r");
        FileSource source =
                FileSource.batchOf(SourceFixture.session(), path.toString(), FileSourceOptions.forReadFiles(all));
        return SourceFixture.dataset(source.batch(source.resolveSchema(SchemaStore.none())));
    }

    private String failure(String name, String... options) {
        try {
            return "read: " + read(folder.resolve(name), options).collectAsList();
        } catch (PipelineException e) {
            return e.getMessage().contains(name) ? FAILS : e.getMessage();
        } catch (Exception e) {
            Problem problem = UnreadableFile.explain(e).orElseThrow(() -> new AssertionError(name, e));
            return problem.message().contains(name) ? FAILS : problem.message();
        }
    }

    @Test
    void json() {
        String good = "{\"id\":1,\"name\":\"a\"}\n";
        input("good.json", 1, 0, good);
        input("empty.json", 0, 0, "");
        input("blank lines.json", 1, 0, "\n\n" + good + "\n   \n");
        input("no newline at the end.json", 2, 0, good + good.strip());
        input("windows.json", 2, 0, (good + good).replace("\n", "\r\n"));
        input("truncated.json", 2, 1, good + "{\"id\":2,\"na");
        input("truncated in text.json", 2, 1, good + "{\"id\":2,\"name\":\"b");
        input("truncated first.json", 2, 1, "\"name\":\"a\"}\n" + good);
        input("no json.json", 1, 1, "hello\n");
        input("two in a line.json", 1, 0, good.strip() + good);
        input("array.json", 2, 0, "[" + good.strip() + "," + good.strip() + "]\n");
        input("scalar.json", 1, 1, "17\n");
        input("null.json", 1, 1, "null\n");
        input("bom.json", 2, 0, "\uFEFF" + good + good);
        input("utf16.json", 1, 0, bytes(good.strip(), StandardCharsets.UTF_16LE));
        input("latin1.json", 1, 1, bytes("{\"id\":1,\"name\":\"\u00fc\"}\n", StandardCharsets.ISO_8859_1));
        input("zeros.json", 2, 1, good + "\0\0\0\0\n");
        input("binary.json", 1, 1, new byte[] {1, 2, 3, (byte) 0xC3, 0x28, 7, 8});
        input("huge value.json", 1, 0, "{\"id\":1,\"name\":\"" + HUGE + "\"}\n");
        input("huge unknown.json", 1, 1, "{\"id\":1,\"other\":\"" + HUGE + "\"}\n");
        input("deep.json", 1, 1, "{\"id\":1,\"deep\":" + "[".repeat(990) + "]".repeat(990) + "}\n");
        input("too deep.json", 1, 1, "{\"id\":1,\"deep\":" + "[".repeat(1100) + "]".repeat(1100) + "}\n");
        input("wrong type.json", 1, 1, "{\"id\":\"one\",\"name\":\"a\"}\n");
        input("overflow.json", 1, 1, "{\"id\":99999999999,\"name\":\"a\"}\n");
        input("object for text.json", 1, 0, "{\"id\":1,\"name\":{\"first\":\"a\"}}\n");
        input("other case.json", 1, 1, "{\"ID\":1,\"name\":\"a\"}\n");
        input("twice.json", 1, 0, "{\"id\":1,\"id\":2}\n");
        input("single quotes.json", 1, 0, "{'id':1,'name':'a'}\n");
        input("trailing comma.json", 1, 1, "{\"id\":1,}\n");
        input("nan.json", 1, 1, "{\"id\":NaN}\n");
        input("names 'with' \u00fc %20 %.json", 1, 0, good);
        input("a#b?c&d+e;f=g.json", 1, 0, good);
        input("packed.json.gz", 2, 0, gzip(good + good));
        failing("no gzip.json.gz", bytes(good, StandardCharsets.UTF_8));
        failing("cut.json.gz", Arrays.copyOf(gzip(good.repeat(5000) + HUGE), 900));
        check("format", "json");
    }

    @Test
    void csv() {
        String head = "id,name\n";
        input("good.csv", 1, 0, head + "1,a\n");
        input("empty.csv", 0, 0, "");
        input("header only.csv", 0, 0, head);
        input("header without newline.csv", 0, 0, "id,name");
        input("blank lines.csv", 1, 0, head + "\n1,a\n\n");
        input("no newline at the end.csv", 1, 0, head + "1,a");
        input("windows.csv", 2, 0, "id,name\r\n1,a\r\n2,b\r\n");
        input("short.csv", 2, 0, head + "1\n2,b\n");
        input("long.csv", 2, 1, head + "1,a,x,y\n2,b\n");
        input("only commas.csv", 1, 0, head + ",,,,\n");
        input("truncated.csv", 2, 0, head + "1,a\n2");
        input("open quote.csv", 1, 0, head + "1,\"a\n");
        input("quote inside.csv", 1, 0, head + "1,a\"b\n");
        input("quoted comma.csv", 1, 0, head + "1,\"a,b\"\n");
        input("wrong type.csv", 1, 1, head + "one,a\n");
        input("overflow.csv", 1, 1, head + "99999999999,a\n");
        input("unknown column.csv", 1, 1, "id,name,other\n1,a,x\n");
        input("unknown and empty.csv", 1, 0, "id,name,other\n1,a,\n");
        input("other order.csv", 1, 0, "name,id\na,1\n");
        input("other case.csv", 1, 1, "ID,name\n1,a\n");
        input("column twice.csv", 1, 1, "id,name,name\n1,a,b\n");
        input("column without name.csv", 1, 1, "id,name,\n1,a,x\n");
        input("bom.csv", 1, 0, "\uFEFF" + head + "1,a\n");
        input("latin1.csv", 1, 0, bytes(head + "1,\u00fc\n", StandardCharsets.ISO_8859_1));
        input("zeros.csv", 1, 1, head + "\0\0,a\n");
        input("huge value.csv", 1, 0, head + "1," + HUGE + "\n");
        input("many columns.csv", 1, 1, head + "1,a" + ",x".repeat(5000) + "\n");
        input("other separator.csv", 1, 1, "id;name\n1;a\n");
        input("spaces.csv", 1, 1, "id, name\n1, a\n");
        input("names 'with' \u00fc %20 %.csv", 1, 0, head + "1,a\n");
        input("packed.csv.gz", 1, 0, gzip(head + "1,a\n"));
        failing("no gzip.csv.gz", bytes(head + "1,a\n", StandardCharsets.UTF_8));
        failing("cut.csv.gz", Arrays.copyOf(gzip(head + "1,a\n".repeat(5000) + HUGE), 900));
        check("format", "csv", "header", "true");
    }

    @Test
    void xml() {
        String good = "<row><id>1</id><name>a</name></row>";
        input("good.xml", 1, 0, "<rows>" + good + "</rows>");
        input("empty.xml", 0, 0, "");
        input("blank.xml", 0, 0, " \n ");
        input("no rows.xml", 0, 0, "<rows></rows>");
        input("declaration.xml", 2, 0, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rows>" + good + good + "</rows>");
        input("without root.xml", 2, 0, good + "\n" + good);
        input("root not closed.xml", 1, 0, "<rows>" + good);
        input("truncated.xml", 2, 1, "<rows>" + good + "<row><id>2</id><na");
        input("truncated in text.xml", 1, 1, "<rows><row><id>2");
        input("not closed inside.xml", 2, 1, "<rows><row><id>1<name>a</name></row>" + good + "</rows>");
        input("wrong end.xml", 2, 1, "<rows><row><id>1</name></row>" + good + "</rows>");
        input("ampersand.xml", 2, 1, "<rows><row><name>a & b</name></row>" + good + "</rows>");
        input("entity.xml", 1, 0, "<rows><row><id>1</id><name>&lt;a&gt; &amp; &#252;</name></row></rows>");
        input("unknown entity.xml", 1, 1, "<rows><row><id>1</id><name>&secret;</name></row></rows>");
        input(
                "external entity.xml",
                1,
                1,
                "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rows><row><id>1</id>"
                        + "<name>&x;</name></row></rows>");
        input("cdata.xml", 1, 0, "<rows><row><id>1</id><name><![CDATA[<a>]]></name></row></rows>");
        input("comment.xml", 1, 0, "<rows><!-- <row><id>9</id></row> -->" + good + "</rows>");
        input("no xml.xml", 1, 1, "hello");
        input("json.xml", 1, 1, "{\"id\":1}");
        input("bom.xml", 1, 0, "\uFEFF<rows>" + good + "</rows>");
        input(
                "latin1.xml",
                1,
                0,
                bytes("<rows><row><id>1</id><name>\u00fc</name></row></rows>", StandardCharsets.ISO_8859_1));
        input("zeros.xml", 1, 1, "<rows><row><id>1</id><name>\0</name></row></rows>");
        input("huge value.xml", 1, 0, "<rows><row><id>1</id><name>" + HUGE + "</name></row></rows>");
        input("deep.xml", 1, 1, "<rows><row><id>1</id>" + "<d>".repeat(1000) + "</d>".repeat(1000) + "</row></rows>");
        input("wrong type.xml", 1, 1, "<rows><row><id>one</id><name>a</name></row></rows>");
        input("unknown.xml", 1, 1, "<rows><row><id>1</id><other x='1'>b</other></row></rows>");
        input("unknown attribute.xml", 1, 1, "<rows><row x='1'><id>1</id></row></rows>");
        input("attribute of a value.xml", 1, 1, "<rows><row><id unit='m'>1</id></row></rows>");
        input("other case.xml", 1, 1, "<rows><row><ID>1</ID><name>a</name></row></rows>");
        input("twice.xml", 1, 1, "<rows><row><id>1</id><id>2</id></row></rows>");
        input("text between.xml", 1, 1, "<rows><row>text<id>1</id></row></rows>");
        input("names 'with' \u00fc %20 %.xml", 1, 0, "<rows>" + good + "</rows>");
        input("packed.xml.gz", 1, 0, gzip("<rows>" + good + "</rows>"));
        failing("no gzip.xml.gz", bytes(good, StandardCharsets.UTF_8));
        check("format", "xml", "rowTag", "row");
        assertThat(read(folder.resolve("wrong type.xml"), "format", "xml", "rowTag", "row")
                        .collectAsList()
                        .get(0)
                        .toString())
                .matches("\\[null,a,\\{\"id\":\"one\",\"_file_path\":.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "avro"})
    void binaryFormats(String format) throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("good", "SELECT 1 AS id, 'a' AS name");
        queries.put("no rows", "SELECT 1 AS id, 'a' AS name LIMIT 0");
        queries.put("many", "SELECT CAST(id AS INT) AS id, 'a' AS name FROM range(1000)");
        queries.put("short", "SELECT CAST(1 AS SMALLINT) AS id, 'a' AS name");
        queries.put("long", "SELECT 1L AS id, 'a' AS name");
        queries.put("text", "SELECT 'x' AS id, 'a' AS name");
        queries.put("null of another type", "SELECT CAST(null AS STRING) AS id, 'a' AS name");
        queries.put("unknown", "SELECT 1 AS id, 'a' AS name, 'u' AS other");
        queries.put("unknown and null", "SELECT 1 AS id, 'a' AS name, CAST(null AS STRING) AS other");
        queries.put("case", "SELECT 1 AS ID, 'a' AS name");
        queries.put("missing", "SELECT 1 AS id");
        queries.put("nothing known", "SELECT 1 AS x");
        queries.put("struct", "SELECT 1 AS id, named_struct('first', 'a') AS name");
        queries.put("array", "SELECT array(1) AS id, 'a' AS name");
        queries.put("map", "SELECT 1 AS id, map('k', 'v') AS name");
        queries.put("binary", "SELECT 1 AS id, X'00FF' AS name");
        queries.put("huge", "SELECT 1 AS id, repeat('h', 3000000) AS name");
        queries.put("names 'with' \u00fc %20 %", "SELECT 1 AS id, 'a' AS name");
        Map<String, Integer> rescued = Map.of(
                "long",
                1,
                "text",
                1,
                "unknown",
                1,
                "case",
                1,
                "nothing known",
                1,
                "struct",
                1,
                "array",
                1,
                "map",
                1,
                "binary",
                1);
        queries.forEach((name, query) -> {
            byte[] content = written(format, query);
            int rows = name.equals("many") ? 1000 : name.equals("no rows") ? 0 : 1;
            input(name + "." + format, rows, rescued.getOrDefault(name, 0), content);
        });
        byte[] many = Files.readAllBytes(folder.resolve("many." + format));
        input("empty." + format, 0, 0, "");
        for (int cut : List.of(1, 3, 4, 12, many.length / 4, many.length / 2, many.length - 9, many.length - 1)) {
            failing("cut at " + cut + "." + format, Arrays.copyOf(many, cut));
        }
        failing("text inside." + format, bytes("hello, this is a text and nothing else\n", StandardCharsets.UTF_8));
        failing("zeros." + format, new byte[500]);
        byte[] header = many.clone();
        Arrays.fill(header, 0, 4, (byte) 'X');
        byte[] body = many.clone();
        Arrays.fill(body, many.length / 2, many.length - (format.equals("parquet") ? 4 : 0), (byte) 0x5A);
        failing("body overwritten." + format, body);
        byte[] other = written(format.equals("parquet") ? "avro" : "parquet", queries.get("good"));
        failing("other format." + format, other);
        failing(
                "begins later." + format,
                Arrays.copyOfRange(many, 20, format.equals("parquet") ? many.length - 5 : many.length));
        if (format.equals("avro")) {
            failing("other magic." + format, header);
        }
        check("format", format);
    }

    private byte[] written(String format, String query) {
        Path target = root.resolve("written-" + expected.size() + format + query.hashCode());
        SourceFixture.session().sql(query).coalesce(1).write().format(format).save(target.toString());
        try (var files = Files.list(target)) {
            Path file = files.filter(path -> path.getFileName().toString().startsWith("part-"))
                    .findFirst()
                    .orElseThrow();
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aFileThatGrowsIsReadAsItWasFound() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "{\"id\":1}\n{\"id\":2}\n");
        StreamSource stream = FileSource.streamOf(
                SourceFixture.session(),
                folder.toString(),
                FileSourceOptions.forReadFiles(
                        SourceFixture.options("format", "json", "schema", "id INT", "allowOverwrites", "true")))
                .stream(
                        FileSource.batchOf(
                                        SourceFixture.session(),
                                        folder.toString(),
                                        FileSourceOptions.forReadFiles(
                                                SourceFixture.options("format", "json", "schema", "id INT")))
                                .resolveSchema(SchemaStore.none()),
                        root.resolve("checkpoint").toString());
        String first = stream.advance(null, stream.look(null)).orElseThrow();
        Files.writeString(file, "{\"id\":3}\n", StandardOpenOption.APPEND);
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 5000));
        assertThat(SourceFixture.rows(SourceFixture.dataset(stream.rows(null, first))))
                .as("what follows may be read to the end of the line")
                .startsWith("[1]", "[2]");
        String second = stream.advance(first, stream.look(first)).orElseThrow();
        assertThat(SourceFixture.rows(SourceFixture.dataset(stream.rows(first, second))))
                .containsExactly("[1]", "[2]", "[3]");
    }
}
