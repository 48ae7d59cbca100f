package dev.tidewheel.engine.graph;

import dev.tidewheel.model.name.TableName;

/** A query reads a dataset whose schema is not known yet; the query is tried again when it is. Never leaves the package. */
final class DatasetNotReady extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TableName dataset;

    DatasetNotReady(TableName dataset) {
        super("waits for " + dataset, null, false, false);
        this.dataset = dataset;
    }

    TableName dataset() {
        return dataset;
    }
}
