package dev.tidewheel.model.definition;

/** A dataset that is stored in a Delta table. */
public sealed interface TableDefinition extends Dataset permits StreamingTable, MaterializedView {

    TableSpecification specification();

    /** True if only the pipeline itself may see it: it is not registered in the catalog. */
    boolean isPrivate();
}
