package dev.tidewheel.model.settings;

import dev.tidewheel.model.document.Key;
import dev.tidewheel.model.document.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every key of the pipeline file. The parser and the JSON schema both come from this table. */
final class PipelineKeys {
    private static final Shape TEXT = new Shape.Text();
    private static final Shape TEXTS = new Shape.ListOf(TEXT);
    private static final Shape FLAG = new Shape.Flag();
    private static final Shape VALUES = new Shape.MapOf(new Shape.Single());
    private static final Shape NAME_PART =
            new Shape.Pattern("[^./\\\\\\s]([^./\\\\]*[^./\\\\\\s])?", "a name without `.` and `/`");
    private static final Shape NAME = new Shape.Pattern("[^\\r\\n]*\\S[^\\r\\n]*", "a name");
    private static final Shape PATH = new Shape.Pattern("[^\\r\\n]*\\S[^\\r\\n]*", "a path");

    static final List<String> ALERTS =
            List.of("on-update-success", "on-update-failure", "on-update-fatal-failure", "on-flow-failure");

    /** Keys that mean nothing here, with the reason. */
    static final Map<String, String> IGNORED = ignored();

    static final Shape.Fields PIPELINE = pipeline();

    private PipelineKeys() {}

    private static Shape.Fields pipeline() {
        List<Key> keys = new ArrayList<>();
        keys.add(Key.optional("$schema", new Shape.Anything(), "Address of this schema, for editors."));
        keys.add(Key.optional("name", NAME, "Name of the pipeline. Default: the name of its folder or file."));
        keys.add(Key.optional("id", NAME, "Identity of the pipeline. Default: derived from the name."));
        keys.add(Key.optional("catalog", NAME_PART, "Catalog of tables without one. Default: main."));
        keys.add(Key.optional("schema", NAME_PART, "Schema of tables without one. Default: default."));
        keys.add(Key.optional("target", NAME_PART, "Older word for schema."));
        keys.add(Key.optional("database", NAME_PART, "Spark's word for schema."));
        keys.add(Key.optional(
                "storage",
                PATH,
                "Where tables, checkpoints and events are kept. Default: .tidewheel beside the file."));
        keys.add(Key.optional(
                "root_path", PATH, "Where relative paths in source code begin. Default: the folder of the file."));
        keys.add(Key.optional(
                "libraries", new Shape.ListOf(library()), "Source code. Default: all .sql, .py and .java files."));
        keys.add(Key.optional(
                "filters",
                new Shape.Fields(List.of(
                        Key.optional("include", TEXTS, "Globs of the source files to take. Default: all."),
                        Key.optional("exclude", TEXTS, "Globs of the source files to leave out."))),
                "Which of the source files belong to the pipeline."));
        keys.add(Key.optional("configuration", VALUES, "Values for ${key} in source code, and settings of Spark."));
        keys.add(Key.optional("parameters", VALUES, "Values for :key in SQL."));
        keys.add(Key.optional(
                "mounts", new Shape.MapOf(PATH), "Places here for absolute paths and URIs that source code uses."));
        keys.add(Key.optional("continuous", FLAG, "Keep running and process data as it arrives. Default: false."));
        keys.add(Key.optional("development", FLAG, "Report failures at once instead of retrying. Default: false."));
        keys.add(Key.optional(
                "max_concurrent_flows",
                new Shape.Whole(1, Integer.MAX_VALUE),
                "How many flows run at the same time. Default: chosen for the machine."));
        keys.add(Key.optional(
                "environment",
                new Shape.Fields(List.of(
                        Key.optional("dependencies", TEXTS, "Python packages, as pip reads them."),
                        Key.optional("environment_version", new Shape.Anything(), "Accepted and ignored."))),
                "What Python code needs."));
        keys.add(Key.optional(
                "event_log",
                new Shape.Fields(List.of(
                        Key.optional("catalog", NAME_PART, "Default: that of the pipeline."),
                        Key.optional("schema", NAME_PART, "Default: that of the pipeline."),
                        Key.required("name", NAME_PART, "Name of the table."))),
                "Table name under which the event log can be read."));
        keys.add(Key.optional(
                "preview",
                new Shape.ShortOr(new Shape.Fields(List.of(
                        Key.required("query", TEXT, "A query in SQL, or the name of a dataset."),
                        Key.optional("hint", TEXT, "A text to show below the rows.")))),
                "What `tidewheel run` shows after a completed update, at most 10 rows."));
        keys.add(Key.optional(
                "notifications",
                new Shape.ListOf(new Shape.Fields(List.of(
                        Key.required("email_recipients", TEXTS, "Mail addresses."),
                        Key.required("alerts", new Shape.ListOf(new Shape.Choice(ALERTS)), "What to tell.")))),
                "Who is told about what."));
        keys.add(Key.optional(
                "secrets",
                new Shape.ListOf(new Shape.Fields(List.of(
                        Key.optional("folder", PATH, "A folder with a file scope/key for each secret."),
                        Key.optional("file", PATH, "A file of lines scope/key=value."),
                        Key.optional("keystore", PATH, "A PKCS12 key store with entries called scope/key."),
                        Key.optional(
                                "password_variable",
                                NAME,
                                "The variable of the environment with the key store's password."
                                        + " Default: TIDEWHEEL_KEYSTORE_PASSWORD."),
                        Key.optional("command", TEXT, "A command that prints the value of {scope} and {key}.")))),
                "Where secrets are looked for after the environment."));
        keys.add(Key.optional("tags", VALUES, "Labels of the pipeline."));
        IGNORED.forEach((name, reason) ->
                keys.add(Key.optional(name, new Shape.Anything(), "Accepted and ignored: " + reason + ".")));
        return new Shape.Fields(keys);
    }

    private static Shape library() {
        Shape path = new Shape.ShortOr(new Shape.Fields(List.of(Key.required("path", PATH, "Path of the file."))));
        return new Shape.ShortOr(new Shape.Fields(List.of(
                Key.optional(
                        "glob",
                        new Shape.ShortOr(new Shape.Fields(List.of(Key.required(
                                "include", PATH, "Pattern with *, ?, [], {} and ** for any number of folders.")))),
                        "All source files that fit a pattern."),
                Key.optional("file", path, "One source file, or a folder."),
                Key.optional("notebook", path, "One source file; its ending may be left out."),
                Key.optional("folder", PATH, "All source files below a folder."),
                Key.optional("jar", PATH, "Compiled Java."),
                Key.optional("class", TEXT, "The class that defines the pipeline, in `jar` or on the class path."),
                Key.optional(
                        "maven",
                        new Shape.ShortOr(new Shape.Fields(List.of(
                                Key.required("coordinates", TEXT, "group:artifact:version."),
                                Key.optional("repo", TEXT, "Address of the repository."),
                                Key.optional("exclusions", TEXTS, "group:artifact of what is left out.")))),
                        "An artifact of a Maven repository."),
                Key.optional("whl", PATH, "A Python package."))));
    }

    private static Map<String, String> ignored() {
        String machine = "updates run on the machine or cluster given by --master";
        String edition = "all features are always there";
        String billing = "nothing is billed here";
        String request = "it belongs to one request of the platform's API";
        String ingestion = "managed connectors exist on the platform only; declare a streaming table over the source";
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("serverless", machine);
        reasons.put("clusters", machine);
        reasons.put("photon", "Spark's own engine is used");
        reasons.put("channel", "the engine's version is that of the installed tidewheel");
        reasons.put("edition", edition);
        reasons.put("budget_policy_id", billing);
        reasons.put("usage_policy_id", billing);
        reasons.put("serverless_compute_id", machine);
        reasons.put("run_as", "updates run as the user who starts them");
        reasons.put("restart_window", "a continuous pipeline is not restarted daily");
        reasons.put("rewind_generation_interval", "rewind points are not taken by interval");
        reasons.put("trigger", "schedules are kept outside of the pipeline file");
        reasons.put("deployment", "the pipeline is read from its files at each update");
        reasons.put("ingestion_definition", ingestion);
        reasons.put("gateway_definition", ingestion);
        reasons.put("dry_run", request);
        reasons.put("allow_duplicate_names", request);
        reasons.put("expected_last_modified", request);
        reasons.put("permissions", "the permissions of the files apply");
        reasons.put("lifecycle", "nothing is deployed");
        reasons.put("pipeline_type", "there is one type of pipeline");
        reasons.put("data_sampling", "all data is read");
        return java.util.Collections.unmodifiableMap(reasons);
    }
}
