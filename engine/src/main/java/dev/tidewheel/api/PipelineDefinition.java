package dev.tidewheel.api;

/**
 * Declares tables, views and flows. Implemented by the user; the class is public, is not abstract and has a public
 * constructor without parameters.
 *
 * <pre>{@code
 * public final class Orders implements PipelineDefinition {
 *     public void define(Pipeline pipeline) {
 *         pipeline.streamingTable("orders")
 *                 .expectOrDrop("valid id", "id IS NOT NULL")
 *                 .from(context -> context.readStream("raw_orders").filter("amount > 0"));
 *     }
 * }
 * }</pre>
 *
 * <p>A definition is found if its class is in a {@code .java} file of the pipeline, if its jar announces it to
 * {@link java.util.ServiceLoader}, or if the pipeline file names its class.
 */
@FunctionalInterface
public interface PipelineDefinition {

    /**
     * Declares what the pipeline consists of. Called on a new instance each time the pipeline is read, which is at least
     * once for each update and validation; by one thread. It describes and does not act: no rows can be read yet, and
     * nothing is written.
     *
     * <p>What is declared wrongly is reported with the line that says it, all mistakes together. An exception that
     * leaves this method makes the pipeline invalid; it is reported with the line of the user's code that it came from.
     *
     * @param pipeline takes the declarations; not to be used after this method has returned
     */
    void define(Pipeline pipeline);
}
