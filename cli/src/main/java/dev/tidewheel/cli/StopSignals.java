package dev.tidewheel.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Turns the first Ctrl-C (or a request to terminate) into a clean stop; a second one ends the process at once. Until
 * closed.
 */
final class StopSignals implements AutoCloseable {
    private static final int KILLED_BY_INTERRUPT = 130;

    private final List<Signal> signals = List.of(new Signal("INT"), new Signal("TERM"));
    private final List<SignalHandler> before;

    private StopSignals(Runnable stop) {
        AtomicBoolean asked = new AtomicBoolean();
        SignalHandler handler = signal -> {
            if (asked.compareAndSet(false, true)) {
                stop.run();
            } else {
                Runtime.getRuntime().halt(KILLED_BY_INTERRUPT);
            }
        };
        before = signals.stream().map(signal -> Signal.handle(signal, handler)).toList();
    }

    static StopSignals handledBy(Runnable stop) {
        return new StopSignals(stop);
    }

    @Override
    public void close() {
        for (int i = 0; i < signals.size(); i++) {
            Signal.handle(signals.get(i), before.get(i));
        }
    }
}
