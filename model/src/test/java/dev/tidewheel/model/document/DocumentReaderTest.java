package dev.tidewheel.model.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidewheel.model.document.Node.Mapping;
import dev.tidewheel.model.document.Node.Scalar;
import dev.tidewheel.model.document.Node.ScalarKind;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SourceText;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentReaderTest {

    @Test
    void placesKeysAndValues() {
        Mapping mapping = read("name: orders\nmounts:\n  /Volumes:  './data'\n");
        Node.Entry entry =
                mapping.mapping("mounts").orElseThrow().entry("/Volumes").orElseThrow();

        assertThat(entry.keyLocation()).isEqualTo(new SourceLocation("f.yml", 3, 3, 8, "  /Volumes:  './data'"));
        assertThat(entry.value().location()).isEqualTo(new SourceLocation("f.yml", 3, 14, 8, "  /Volumes:  './data'"));
    }

    @Test
    void countsCharactersOutsideOfTheBasicPlane() {
        Mapping mapping = read("a: \uD83D\uDE00\nb: [\uD83D\uDE00, x]\n");
        Node second = mapping.elements("b").get(1);

        assertThat(second.location().toString()).isEqualTo("f.yml:2:9");
    }

    @Test
    void keepsTheTextOfNumbers() {
        Mapping mapping = read("a: 1.10\nb: 007\nc: 'true'\nd: True\ne: yes\nf: ~\ng:\nh: ${x}\n");

        assertThat(mapping.entries())
                .extracting(entry -> ((Scalar) entry.value()).text())
                .containsExactly("1.10", "007", "true", "True", "yes", "~", "", "${x}");
        assertThat(mapping.entries())
                .extracting(entry -> ((Scalar) entry.value()).kind())
                .containsExactly(
                        ScalarKind.NUMBER,
                        ScalarKind.WHOLE_NUMBER,
                        ScalarKind.TEXT,
                        ScalarKind.FLAG,
                        ScalarKind.TEXT,
                        ScalarKind.NOTHING,
                        ScalarKind.NOTHING,
                        ScalarKind.TEXT);
    }

    @Test
    void readsJsonIndentedWithTabs() {
        Mapping mapping = read("{\n\t\"name\": \"a\\u0062\",\n\t\"list\": [\n\t\t\"x\\/y\"\n\t]\n}\n");

        assertThat(mapping.text("name")).contains("ab");
        assertThat(((Scalar) mapping.elements("list").get(0)).text()).isEqualTo("x/y");
        assertThat(mapping.entry("list").orElseThrow().keyLocation().toString()).isEqualTo("f.yml:3:2");
    }

    @Test
    void mergesAnchors() {
        Mapping mapping = read("base: &base {a: 1, b: 2}\nmore:\n  <<: *base\n  b: 3\n");
        Mapping more = mapping.mapping("more").orElseThrow();

        assertThat(more.text("a")).contains("1");
        assertThat(more.text("b")).contains("3");
    }

    @Test
    void laysOneMappingOverAnother() {
        Mapping below = read("a: 1\nm: {x: 1, y: 1}\n");
        Mapping above = read("m: {y: 2}\nb: 2\n");
        Mapping both = below.overlaid(above);

        assertThat(both.keys()).containsExactly("a", "m", "b");
        assertThat(both.mapping("m").orElseThrow().text("x")).contains("1");
        assertThat(both.mapping("m").orElseThrow().text("y")).contains("2");
    }

    @Test
    void isEmptyForCommentsOnly() {
        assertThat(DocumentReader.read(new SourceText("f.yml", "# nothing\n"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a: b: c              | f.yml:1:5 A `:` is not allowed here
            a:N	b: 1             | f.yml:2:1 A tab is used for indentation
            a: 'x                | f.yml:1:4 A quote is opened here and never closed
            a: [1, 2             | f.yml:1:4 A bracket is opened here and never closed
            {a: 1Nb: 2}          | f.yml:2:2 Expected `,` or `}`
            a: [1 2N  b: 3]      | f.yml:2:4 Expected `,` or `]`
            a:N  b: 1N c: 2      | f.yml:3:2 The indentation does not fit
            a: 'x' y             | f.yml:1:8 Unexpected text after a value
            a: @x                | f.yml:1:4 A value cannot begin with this character
            a: *x                | f.yml:1:4 `*` refers to an anchor that is not defined
            a: 1N---Nb: 2        | f.yml:2:1 A second document begins here
            a: 1Nb: 2Na: 3       | f.yml:3:1 The key `a` occurs twice
            a: {x: 1, y: 2, x: 3}| f.yml:1:17 The key `x` occurs twice
            a: &xN  b: *x        | f.yml:1:4 A value contains itself through an alias
            ? [a]N: 1            | f.yml:1:1 The file is not valid YAML
            """)
    void saysPlainlyWhatIsWrong(String content, String expected) {
        assertThat(problems(content.replace("N", "\n"))).isEqualTo(expected);
    }

    @Test
    void findsUnprintableCharactersAndBadEscapes() {
        assertThat(problems("a: 1\nb: \u0001"))
                .isEqualTo("f.yml:2:4 The file contains a character that cannot be printed");
        assertThat(problems("a: \"x\\q\"")).isEqualTo("f.yml:1:7 Unknown escape sequence in a text in double quotes");
    }

    @Test
    void reportsAllDuplicateKeysWithTheFirstPlace() {
        PipelineException error = catchThrowableOfType(PipelineException.class, () -> read("a: 1\nb: 2\na: 3\nb: 4\n"));

        assertThat(error.problems()).extracting(Problem::code).containsOnly(ErrorCode.PIPELINE_FILE_SYNTAX);
        assertThat(error.problems())
                .extracting(Problem::cause)
                .containsExactly("It is already set in line 1", "It is already set in line 2");
    }

    private static Mapping read(String content) {
        return (Mapping) DocumentReader.read(new SourceText("f.yml", content)).orElseThrow();
    }

    private static String problems(String content) {
        PipelineException error = catchThrowableOfType(PipelineException.class, () -> read(content));
        return error.problems().stream()
                .map(problem -> problem.location() + " " + problem.message())
                .collect(Collectors.joining("\n"));
    }
}
