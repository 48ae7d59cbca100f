package dev.tidewheel.engine.frontend.java;

public final class JavaFrontEnd {
    public dev.tidewheel.model.definition.Definitions load(
            java.util.List<dev.tidewheel.model.settings.SourceFile> f,
            dev.tidewheel.model.settings.PipelineSettings s) {
        return dev.tidewheel.model.definition.Definitions.NONE;
    }

    public java.util.List<String> jars() {
        return java.util.List.of();
    }
}
