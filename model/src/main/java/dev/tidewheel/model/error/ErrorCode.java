package dev.tidewheel.model.error;

import static dev.tidewheel.model.error.ErrorCategory.SYSTEM;
import static dev.tidewheel.model.error.ErrorCategory.TRANSIENT;
import static dev.tidewheel.model.error.ErrorCategory.UNKNOWN_OUTCOME;
import static dev.tidewheel.model.error.ErrorCategory.USER;

/** Stable names of everything that can go wrong; a name, once published, never changes its meaning. */
public enum ErrorCode {
    // pipeline file
    PIPELINE_FILE_NOT_FOUND(USER),
    PIPELINE_FILE_SYNTAX(USER),
    PIPELINE_FILE_UNKNOWN_KEY(USER),
    PIPELINE_FILE_INVALID_VALUE(USER),
    SOURCE_FILE_NOT_FOUND(USER),
    SOURCE_FILE_UNSUPPORTED(USER),

    // new project
    PROJECT_FOLDER_INVALID(USER),

    // SQL front end
    SQL_SYNTAX(USER),
    SQL_STATEMENT_NOT_ALLOWED(USER),
    SQL_CLAUSE_INVALID(USER),
    UNDEFINED_VARIABLE(USER),
    UNDEFINED_PARAMETER(USER),
    FEATURE_NOT_SUPPORTED(USER),

    // Java front end
    JAVA_COMPILATION_FAILED(USER),
    JAVA_CLASS_NOT_FOUND(USER),
    JAVA_DEFINITION_INVALID(USER),
    JAVA_DEFINITION_FAILED(USER),

    // Python front end
    PYTHON_NOT_FOUND(USER),
    PYTHON_ENVIRONMENT_FAILED(USER),
    PYTHON_DEFINITION_INVALID(USER),
    PYTHON_DEFINITION_FAILED(USER),

    // graph
    DUPLICATE_DEFINITION(USER),
    DATASET_NOT_FOUND(USER),
    CYCLE(USER),
    QUERY_INVALID(USER),
    QUERY_NOT_STREAMING(USER),
    QUERY_NOT_BATCH(USER),
    FLOW_TARGET_INVALID(USER),
    SINK_INVALID(USER),
    EXPECTATION_INVALID(USER),
    SCHEMA_MISMATCH(USER),
    EMPTY_PIPELINE(USER),

    // sources
    SOURCE_PATH_NOT_FOUND(USER),
    SOURCE_EMPTY(USER),
    SOURCE_OPTION_INVALID(USER),
    SOURCE_UNREADABLE(USER),
    SOURCE_CHANGED(USER),
    SOURCE_DATA_LOST(USER),
    SOURCE_ACCESS_DENIED(USER),
    SOURCE_NOT_REACHABLE(TRANSIENT),
    SECRET_NOT_FOUND(USER),

    // plan
    SELECTION_INVALID(USER),
    INCOMPATIBLE_CHANGE(USER),
    TABLE_OWNED_BY_ANOTHER_PIPELINE(USER),
    UPDATE_IN_PROGRESS(USER),

    // session
    SESSION_NOT_STARTED(USER),

    // run
    EXPECTATION_VIOLATION(USER),
    QUERY_FAILED(USER),
    PROCESS_DIED(SYSTEM),
    PYTHON_PROCESS_LOST(TRANSIENT),
    BATCH_HANDLER_FAILED(TRANSIENT),
    TABLE_CONSTRAINT_VIOLATION(USER),

    // lake
    STORAGE_NOT_WRITABLE(USER),
    TABLE_LAYOUT_INVALID(USER),
    CATALOG_REFUSED(USER),
    CONCURRENT_COMMIT(TRANSIENT),
    IO_FAILURE(TRANSIENT),
    COMMIT_OUTCOME_UNKNOWN(UNKNOWN_OUTCOME),

    INTERNAL(SYSTEM);

    private final ErrorCategory category;

    ErrorCode(ErrorCategory category) {
        this.category = category;
    }

    public ErrorCategory category() {
        return category;
    }
}
