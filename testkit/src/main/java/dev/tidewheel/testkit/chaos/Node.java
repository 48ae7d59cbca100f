package dev.tidewheel.testkit.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A dataset of a random pipeline: a node of its graph, as SQL for the pipeline and as the batch query that gives the same rows. Immutable.
 *
 * @param inputs names of datasets; of a source for those that read files
 * @param once for {@link Kind#MERGED}: what a flow takes one time, {@code seed} for a file that never changes, a dataset, or
 *     empty
 * @param bound a number in conditions
 * @param further columns that are computed
 * @param hidden whether it is a private table
 * @param belated whether one of its flows was added later than the others
 */
record Node(
        String name,
        Kind kind,
        List<String> inputs,
        String once,
        int bound,
        int further,
        String comment,
        boolean hidden,
        boolean belated) {
    static final String SEED = "seed";
    static final String SEED_READ = "read_files('seed', format => 'json', schema => '" + Source.SCHEMA + "')";
    static final String REFERENCE = "reference";

    private static final String WATERMARK = " WATERMARK at DELAY OF INTERVAL 20 MINUTES";
    private static final String NEAR =
            "l.k = r.k AND r.at BETWEEN l.at - INTERVAL 5 MINUTES AND l.at + INTERVAL 5 MINUTES";

    Node {
        inputs = List.copyOf(inputs);
    }

    Node withInputs(List<String> newInputs) {
        return new Node(name, kind, newInputs, once, bound, further, comment, hidden, true);
    }

    Node withBound(int newBound) {
        return new Node(name, kind, inputs, once, newBound, further, comment, hidden, belated);
    }

    Node withFurtherColumn() {
        return new Node(name, kind, inputs, once, bound, further + 1, comment, hidden, belated);
    }

    Node withComment(String newComment) {
        return new Node(name, kind, inputs, once, bound, further, newComment, hidden, belated);
    }

    /** Where its table is, below the folder of the pipeline. */
    String path() {
        return ".tidewheel/" + (hidden ? "private/main.default." : "tables/main/default/") + name;
    }

    /** All datasets that it reads in any way. */
    List<String> reads() {
        Stream<String> reads = kind == Kind.BRONZE || kind == Kind.FILES ? Stream.of() : inputs.stream();
        Stream<String> also = kind == Kind.ENRICHED ? Stream.of(REFERENCE) : Stream.of();
        return Stream.of(reads, also, Stream.of(once).filter(name -> !name.isEmpty() && !name.equals(SEED)))
                .flatMap(names -> names)
                .toList();
    }

    /** Those of which it takes each row once. */
    List<String> streams() {
        return kind.isStream() && kind != Kind.BRONZE ? inputs : List.of();
    }

    private String input() {
        return inputs.get(0);
    }

    private String computed(String from) {
        return IntStream.rangeClosed(1, further)
                .mapToObj(i -> ", " + from + "v + " + i + " AS more" + i)
                .collect(Collectors.joining());
    }

    private Source source(Map<String, Source> sources) {
        return Objects.requireNonNull(sources.get(input()), name);
    }

    /** Its statements in the pipeline. */
    String declaration(Map<String, Source> sources) {
        String stream = "CREATE " + (hidden ? "PRIVATE " : "") + "STREAMING TABLE " + name;
        String view = "CREATE " + (hidden ? "PRIVATE " : "") + "MATERIALIZED VIEW " + name;
        String told = " COMMENT '" + comment + "'\n";
        return switch (kind) {
            case BRONZE ->
                stream + " (CONSTRAINT sane EXPECT (v > " + bound + "))" + told + "AS SELECT "
                        + (source(sources).evolving() ? "* EXCEPT (_rescued_data)" : "id, k, v, at") + " FROM STREAM "
                        + source(sources).read() + ";\n";
            case CLEAN ->
                stream + " (\n  CONSTRAINT enough EXPECT (v > " + bound
                        + ") ON VIOLATION DROP ROW,\n  CONSTRAINT other EXPECT (k <> 'a')\n)" + told
                        + "TBLPROPERTIES ('step' = '" + comment + "')\nAS " + query("STREAM ") + ";\n";
            case CHOSEN ->
                "CREATE TEMPORARY VIEW " + name + " (CONSTRAINT enough EXPECT (v > " + bound
                        + ") ON VIOLATION DROP ROW)\nAS " + query("STREAM ") + ";\n";
            case MERGED -> stream + " (" + Source.SCHEMA + ")" + told + ";\n" + flows();
            case ENRICHED, DISTINCT, WINDOWS, MEETINGS -> stream + told + "AS " + query("STREAM ") + ";\n";
            case TOTALS ->
                view + " (CONSTRAINT some EXPECT (n > " + bound % 3 + ") ON VIOLATION DROP ROW)" + told + "AS "
                        + query("") + ";\n";
            case RUNNING, COMPARED -> view + told + "AS " + query("") + ";\n";
            case FILES ->
                view + told + "AS SELECT k, count(*) AS n, sum(v) AS s FROM "
                        + source(sources).readFixed() + " GROUP BY k;\n";
            case REFERENCE ->
                view + told + "AS SELECT * FROM read_files('reference', format => 'csv', header => true,"
                        + " schema => 'rk STRING, factor INT');\n";
            case PUBLISHED -> "CREATE VIEW " + name + told + "AS " + query("") + ";\n";
        };
    }

    private String flows() {
        StringJoiner flows = new StringJoiner("");
        for (String input : inputs) {
            flows.add("CREATE FLOW " + name + "_from_" + input + " AS INSERT INTO " + name
                    + " BY NAME SELECT id, k, v, at FROM STREAM " + input + ";\n");
        }
        if (!once.isEmpty()) {
            flows.add("CREATE FLOW " + name + "_once AS INSERT ONCE INTO " + name + " BY NAME SELECT id, k, v, at FROM "
                    + (once.equals(SEED) ? SEED_READ : once) + ";\n");
        }
        return flows.toString();
    }

    /** @param stream what stands before the name of an input: nothing in a batch query */
    private String query(String stream) {
        String late = stream.isEmpty() ? "" : WATERMARK;
        String from = stream.isEmpty() ? input() : "STREAM(" + input() + ")";
        return switch (kind) {
            case CLEAN ->
                "SELECT id, k, v, at" + computed("") + " FROM " + stream + input() + " WHERE id % 7 <> " + bound % 7;
            case CHOSEN -> "SELECT id, k, v, at FROM " + stream + input() + " WHERE k <> 'b'";
            case ENRICHED ->
                "SELECT s.id, s.k, s.v, s.at, r.factor" + computed("s.") + " FROM " + from
                        + " AS s LEFT JOIN reference AS r ON s.k = r.rk";
            case DISTINCT -> "SELECT DISTINCT id, k, v, at FROM " + from + late;
            case WINDOWS ->
                "SELECT k, window.start AS began, window.end AS ended, count(*) AS n, sum(v) AS s FROM " + from + late
                        + " GROUP BY k, window(at, '" + (5 + 5 * (bound % 3)) + " minutes')";
            case MEETINGS ->
                "SELECT l.id AS id, r.id AS other, l.k AS k, l.at AS at FROM " + from + late + " AS l JOIN "
                        + (stream.isEmpty() ? inputs.get(1) : "STREAM(" + inputs.get(1) + ")") + late + " AS r ON "
                        + NEAR;
            case TOTALS, PUBLISHED ->
                "SELECT k, count(*) AS n" + (further > 0 ? ", min(k) AS least" : "") + " FROM " + input()
                        + " WHERE k <> '" + (char) ('c' + bound % 3) + "' GROUP BY k";
            case RUNNING ->
                "SELECT id, k, at, sum(v + " + bound + ") OVER (PARTITION BY k ORDER BY at, id) AS total, count(*)"
                        + " OVER (PARTITION BY k) AS n FROM " + input();
            case COMPARED ->
                "SELECT coalesce(a.k, b.k) AS k, a.n AS n, b.n AS m" + (further > 0 ? ", a.n + b.n AS both" : "")
                        + " FROM (SELECT k, count(*) AS n FROM " + input() + " GROUP BY k) AS a FULL OUTER JOIN"
                        + " (SELECT k, count(*) AS n FROM " + inputs.get(1) + " GROUP BY k) AS b ON a.k = b.k";
            case BRONZE, MERGED, FILES, REFERENCE -> throw new IllegalArgumentException(kind + " has no one query");
        };
    }

    /**
     * The batch query that gives the rows that it has to have, over views with the names of its inputs and of sources.
     *
     * @param extras columns that rows of its source have beyond those that all have
     */
    String batch(Map<String, Source> sources, List<String> extras) {
        return switch (kind) {
            case BRONZE -> {
                List<String> columns = new ArrayList<>(List.of("id", "k", "v", "at"));
                columns.addAll(source(sources).evolving() ? extras : List.of());
                yield "SELECT " + String.join(", ", columns) + " FROM " + input();
            }
            case CLEAN -> query("") + " AND v > " + bound;
            case CHOSEN -> query("") + " AND v > " + bound;
            case MERGED ->
                Stream.concat(inputs.stream(), Stream.of(once).filter(name -> !name.isEmpty()))
                        .map(input -> "SELECT id, k, v, at FROM " + input)
                        .collect(Collectors.joining(" UNION ALL "));
            case WINDOWS ->
                "SELECT * FROM (" + query("") + ") WHERE ended <= (SELECT max(at) FROM " + input()
                        + ") - INTERVAL 20 MINUTES";
            case TOTALS -> "SELECT * FROM (" + query("") + ") WHERE n > " + bound % 3;
            case FILES -> "SELECT k, count(*) AS n, sum(v) AS s FROM " + input() + " GROUP BY k";
            case REFERENCE -> "SELECT rk, factor FROM reference_rows";
            case ENRICHED, DISTINCT, MEETINGS, RUNNING, COMPARED, PUBLISHED -> query("");
        };
    }
}
