package dev.tidewheel.engine.plan;

import java.util.Map;

/**
 * The pipeline to which a table or view belongs, as its properties say. The id decides; the name is for people.
 *
 * @param id of the pipeline
 * @param name of the pipeline
 */
public record Owner(String id, String name) {

    static final String ID = "pipelines.pipelineId";
    static final String NAME = "pipelines.pipelineName";

    /** Adds what marks something as this pipeline's. */
    void mark(Map<String, String> properties) {
        properties.put(ID, id);
        properties.put(NAME, name);
    }

    /** True if these are the properties of something of this pipeline's. */
    boolean owns(Map<String, String> properties) {
        return id.equals(properties.get(ID));
    }

    /** False if the pipeline has another name now, or had not written it down. */
    boolean isNamedIn(Map<String, String> properties) {
        return name.equals(properties.get(NAME));
    }

    /** What somebody else's thing with these properties is, such as {@code the table `t` belongs to the pipeline `p`}. */
    static String words(String thing, Map<String, String> properties) {
        String owner = properties.get(ID);
        if (owner == null) {
            return thing + " exists and belongs to no pipeline";
        }
        String name = properties.get(NAME);
        return thing + " belongs to the pipeline " + (name == null ? owner : "`" + name + "` (" + owner + ")");
    }

    /**
     * What can be done about somebody else's thing with these properties; it may be this pipeline's, before it was renamed.
     *
     * @param place where it is
     */
    static String fix(Map<String, String> properties, String place) {
        String another = "give this dataset another name or schema";
        String owner = properties.get(ID);
        return owner == null
                ? another + ", or move what is at " + place + " elsewhere"
                : "if that is this pipeline under its former name, write `id: " + owner
                        + "` into the pipeline file; otherwise " + another + ", or the pipeline a storage of its own";
    }
}
