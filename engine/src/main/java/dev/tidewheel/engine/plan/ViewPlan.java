package dev.tidewheel.engine.plan;

import dev.tidewheel.engine.lake.StoredView;
import dev.tidewheel.model.name.TableName;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with the file of a published view.
 *
 * @param view what to store; null to remove the file, as the name is a table's now
 * @param reason in words
 */
public record ViewPlan(
        TableName name, String file, @Nullable StoredView view, String reason) {}
