package dev.tidewheel.testkit.crash;

import java.util.concurrent.TimeUnit;

/** An update in another process. Thread-safe. */
public interface RunningUpdate {
    int KILLED = 128 + 9;

    boolean isRunning();

    /** Waits for the end, but no longer than so; false if it has not come. */
    boolean endsWithin(long time, TimeUnit unit) throws InterruptedException;

    /** Runs the action when the update has ended, at once if it has. */
    void whenEnded(Runnable action);

    /** Sends SIGKILL to the process. */
    void kill();

    /** Waits for the end; the exit code of the command {@code run}, or {@link #KILLED}. */
    int exit() throws InterruptedException;
}
