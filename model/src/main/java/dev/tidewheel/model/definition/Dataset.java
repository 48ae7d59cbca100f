package dev.tidewheel.model.definition;

import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.List;
import java.util.Map;

/** Something with rows and a name that a pipeline declares. */
public sealed interface Dataset permits TableDefinition, ViewDefinition {

    TableName name();

    /** Rules on the dataset's output rows, in the order in which they were written. */
    List<Expectation> expectations();

    /** Settings in force for the flows of this dataset only: {@code SET} in SQL, {@code spark_conf} elsewhere. */
    Map<String, String> configuration();

    /** Where it was declared; points at the name. */
    SourceLocation location();
}
