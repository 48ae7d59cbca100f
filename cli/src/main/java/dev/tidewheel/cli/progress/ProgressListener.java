package dev.tidewheel.cli.progress;

/** Hears what happens in an update. Called by several threads; must return quickly and must not throw. */
public interface ProgressListener {
    void accept(ProgressEvent event);
}
