package dev.tidewheel.api;

import dev.tidewheel.model.definition.RefreshPolicy;

/** A materialized view under declaration; its query must be a batch one. */
public interface MaterializedViewBuilder extends TableBuilder<MaterializedViewBuilder> {

    /** How the view may be brought up to date; {@link RefreshPolicy#AUTO} by default. */
    MaterializedViewBuilder refreshPolicy(RefreshPolicy policy);
}
