package dev.tidewheel.engine.frontend.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.model.definition.Definitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of the user's guide are what they say. */
class SqlReferenceTest {

    @Test
    void eachExampleIsRead() throws IOException {
        String guide = Files.readString(Path.of(System.getProperty("tidewheel.root"), "docs", "sql-reference.md"));
        List<String> examples = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(guide)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(examples).hasSizeGreaterThan(15);
        Map<String, String> values =
                Map.of("env", "dev", "start_date", "'2025-01-01'", "catalog", "lab", "region", "EU");
        for (String example : examples) {
            Definitions definitions = DefinitionText.parse(example, values, values);
            int count = definitions.datasets().size()
                    + definitions.flows().size()
                    + definitions.sinks().size();
            boolean onlySettings = example.lines()
                    .allMatch(line -> line.isBlank() || line.startsWith("SET ") || line.startsWith("USE "));
            assertThat(count > 0).as(example).isNotEqualTo(onlySettings);
        }
    }
}
