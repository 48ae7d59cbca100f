package dev.tidewheel.model.event.json;

import static dev.tidewheel.model.event.json.JsonFields.each;
import static dev.tidewheel.model.event.json.JsonFields.flag;
import static dev.tidewheel.model.event.json.JsonFields.object;
import static dev.tidewheel.model.event.json.JsonFields.optionalDecimal;
import static dev.tidewheel.model.event.json.JsonFields.optionalFlag;
import static dev.tidewheel.model.event.json.JsonFields.optionalNumber;
import static dev.tidewheel.model.event.json.JsonFields.optionalString;
import static dev.tidewheel.model.event.json.JsonFields.put;
import static dev.tidewheel.model.event.json.JsonFields.putEach;
import static dev.tidewheel.model.event.json.JsonFields.string;
import static dev.tidewheel.model.event.json.JsonFields.strings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidewheel.model.event.RefreshPlanning;
import dev.tidewheel.model.event.RefreshPlanning.Issue;
import dev.tidewheel.model.event.RefreshPlanning.TableInformation;
import dev.tidewheel.model.event.RefreshPlanning.Technique;

/** Details of {@code planning_information}. */
final class PlanningJson {

    private PlanningJson() {}

    static ObjectNode write(RefreshPlanning planning) {
        ObjectNode json = object();
        putEach(json, "technique_information", planning.techniques(), PlanningJson::write);
        putEach(json, "source_table_information", planning.sources(), PlanningJson::write);
        TableInformation target = planning.target();
        if (target != null) {
            json.set("target_table_information", write(target));
        }
        return json;
    }

    static RefreshPlanning read(JsonNode json) {
        return new RefreshPlanning(
                each(json, "technique_information", PlanningJson::readTechnique),
                each(json, "source_table_information", PlanningJson::readTable),
                json.hasNonNull("target_table_information") ? readTable(json.path("target_table_information")) : null);
    }

    private static ObjectNode write(Technique technique) {
        ObjectNode json = object();
        json.put("maintenance_type", technique.maintenanceType());
        json.put("is_chosen", technique.chosen());
        json.put("is_applicable", technique.applicable());
        put(json, "cost", technique.cost());
        if (!technique.issues().isEmpty()) {
            putEach(json, "incrementalization_issues", technique.issues(), PlanningJson::write);
        }
        put(json, "change_set_information", technique.changeSet());
        return json;
    }

    private static Technique readTechnique(JsonNode json) {
        return new Technique(
                string(json, "maintenance_type"),
                flag(json, "is_chosen"),
                flag(json, "is_applicable"),
                optionalDecimal(json, "cost"),
                each(json, "incrementalization_issues", PlanningJson::readIssue),
                optionalString(json, "change_set_information"));
    }

    /** The sub type goes under the one of three names that belongs to the type of the issue. */
    private static ObjectNode write(Issue issue) {
        ObjectNode json = object();
        json.put("issue_type", issue.issueType());
        json.put("prevent_incrementalization", issue.preventing());
        put(json, subTypeField(issue.issueType()), issue.subType());
        if (issue.tableName() != null) {
            put(json.putObject("table_information"), "table_name", issue.tableName());
        }
        put(json, "operator_name", issue.operatorName());
        put(json, "expression_name", issue.expressionName());
        put(json, "join_type", issue.joinType());
        put(json, "fingerprint_diff_before", issue.fingerprintBefore());
        put(json, "fingerprint_diff_current", issue.fingerprintNow());
        return json;
    }

    private static Issue readIssue(JsonNode json) {
        String issueType = string(json, "issue_type");
        return new Issue(
                issueType,
                flag(json, "prevent_incrementalization"),
                optionalString(json, subTypeField(issueType)),
                optionalString(json.path("table_information"), "table_name"),
                optionalString(json, "operator_name"),
                optionalString(json, "expression_name"),
                optionalString(json, "join_type"),
                optionalString(json, "fingerprint_diff_before"),
                optionalString(json, "fingerprint_diff_current"));
    }

    private static String subTypeField(String issueType) {
        return switch (issueType) {
            case "PLAN_NOT_DETERMINISTIC" -> "plan_not_deterministic_sub_type";
            case "INCREMENTAL_PLAN_REJECTED_BY_COST_MODEL" -> "cost_model_rejection_subtype";
            default -> "plan_not_incrementalizable_sub_type";
        };
    }

    private static ObjectNode write(TableInformation table) {
        ObjectNode json = object();
        json.put("table_name", table.tableName());
        put(json, "table_id", table.tableId());
        put(json, "catalog_table_type", table.catalogTableType());
        put(json, "partition_columns", table.partitionColumns());
        put(json, "table_change_type", table.tableChangeType());
        put(json, "full_size", table.fullSize());
        put(json, "change_size", table.changeSize());
        put(json, "num_changed_partitions", table.changedPartitions());
        put(json, "is_size_after_pruning", table.sizeAfterPruning());
        put(json, "is_row_id_enabled", table.rowIdEnabled());
        put(json, "is_cdf_enabled", table.changeFeedEnabled());
        put(json, "is_deletion_vector_enabled", table.deletionVectorEnabled());
        put(json, "is_change_from_legacy_cdf", table.changeFromLegacyChangeFeed());
        return json;
    }

    private static TableInformation readTable(JsonNode json) {
        return new TableInformation(
                string(json, "table_name"),
                optionalString(json, "table_id"),
                optionalString(json, "catalog_table_type"),
                strings(json, "partition_columns"),
                optionalString(json, "table_change_type"),
                optionalNumber(json, "full_size"),
                optionalNumber(json, "change_size"),
                optionalNumber(json, "num_changed_partitions"),
                optionalFlag(json, "is_size_after_pruning"),
                optionalFlag(json, "is_row_id_enabled"),
                optionalFlag(json, "is_cdf_enabled"),
                optionalFlag(json, "is_deletion_vector_enabled"),
                optionalFlag(json, "is_change_from_legacy_cdf"));
    }
}
