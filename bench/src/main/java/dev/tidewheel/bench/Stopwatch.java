package dev.tidewheel.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Wall and CPU time of this process between two looks. Used by one thread. */
final class Stopwatch {

    private long wall = ManagementFactory.getRuntimeMXBean().getStartTime();
    private long cpu;

    /** Starts from now, instead of the start of the JVM. */
    void restart() {
        wall = System.currentTimeMillis();
        cpu = cpu();
    }

    /** Prints a line that {@link Benchmark} reads, and starts anew. */
    void report(String what) {
        long now = System.currentTimeMillis();
        System.out.printf("RESULT\t%s\t%.3f\t%.3f%n", what, (now - wall) / 1000.0, (cpu() - cpu) / 1e9);
        restart();
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
