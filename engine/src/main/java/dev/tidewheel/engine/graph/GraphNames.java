package dev.tidewheel.engine.graph;

import dev.tidewheel.model.name.NameScope;
import dev.tidewheel.model.name.TableName;
import java.util.List;

/** The datasets of the pipeline, as far as they are resolved by now. Safe for use by several threads. */
interface GraphNames {

    boolean defines(TableName name);

    /**
     * The resolved dataset.
     *
     * @throws DatasetNotReady if it is not resolved yet
     */
    ResolvedDataset await(TableName name);

    /** Names of all datasets, as short as {@code scope} allows. */
    List<String> names(NameScope scope);
}
