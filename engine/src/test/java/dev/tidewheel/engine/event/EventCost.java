package dev.tidewheel.engine.event;

import dev.tidewheel.engine.testing.TestSession;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;

/** Measures what events cost; run by hand. Not a test: it asserts nothing. */
public final class EventCost {
    private static final int ROUNDS = 60;

    private EventCost() {}

    public static void main(String[] arguments) throws Exception {
        Path storage = Files.createTempDirectory("event-cost");
        Configuration configuration = new Configuration();
        TestSession.settings().forEach((key, value) -> {
            if (key.startsWith("spark.hadoop.")) {
                configuration.set(key.substring("spark.hadoop.".length()), value);
            }
        });
        Engine engine = DefaultEngine.create(configuration);
        EventLogLocation location = EventLogLocation.of(storage.toString());
        long[] open = new long[ROUNDS];
        long[] publish = new long[ROUNDS];
        long[] close = new long[ROUNDS];
        long[] closeCpu = new long[ROUNDS];
        long[] read = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            EventBus bus = EventBus.open(location, engine);
            open[round] = System.nanoTime() - start;
            // as long as the shortest update takes
            Thread.sleep(200);
            start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                bus.publish(TestEvents.note("event number " + i));
            }
            publish[round] = System.nanoTime() - start;
            start = System.nanoTime();
            long cpu = cpuNanos();
            bus.close();
            closeCpu[round] = cpuNanos() - cpu;
            close[round] = System.nanoTime() - start;
            start = System.nanoTime();
            new EventLog(location, engine).read(EventFilter.ALL.ofUpdate("none"));
            read[round] = System.nanoTime() - start;
        }
        report("open", open);
        report("publish 100", publish);
        report("close", close);
        report("close, CPU", closeCpu);
        report("read nothing", read);
        long start = System.nanoTime();
        int events = new EventLog(location, engine).read(EventFilter.ALL).size();
        System.out.printf("read all %d: %.1f ms%n", events, (System.nanoTime() - start) / 1e6);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private static void report(String name, long[] nanos) {
        System.out.printf("%s: first %.1f ms", name, nanos[0] / 1e6);
        long[] warm = Arrays.copyOfRange(nanos, nanos.length / 3, nanos.length);
        Arrays.sort(warm);
        System.out.printf(
                ", warm median %.2f ms, worst %.2f ms%n", warm[warm.length / 2] / 1e6, warm[warm.length - 1] / 1e6);
    }
}
