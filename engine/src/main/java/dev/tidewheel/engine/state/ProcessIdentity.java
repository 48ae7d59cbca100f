package dev.tidewheel.engine.state;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process, told apart from others of the same number.
 *
 * @param machine where its number means something: host, start of the operating system, and container
 * @param startedMillis when it started; 0 if not known
 */
record ProcessIdentity(String machine, long pid, long startedMillis) {

    /** The operating system's clock may be set right while a process runs, and with it the start that it tells. */
    private static final long TOLERANCE_MILLIS = 5_000;

    static ProcessIdentity current() {
        ProcessHandle self = ProcessHandle.current();
        return new ProcessIdentity(currentMachine(), self.pid(), started(self));
    }

    static String currentHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }

    /**
     * Whether it still runs.
     *
     * @return empty if that cannot be told from here
     */
    Optional<Boolean> isAlive() {
        if (!machine.equals(currentMachine())) {
            return Optional.empty();
        }
        Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (handle.isEmpty()) {
            return Optional.of(false);
        }
        long started = started(handle.get());
        boolean same = started == 0 || startedMillis == 0 || Math.abs(started - startedMillis) <= TOLERANCE_MILLIS;
        return Optional.of(same);
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String currentMachine() {
        return currentHost() + "/" + firstLine(Path.of("/proc/sys/kernel/random/boot_id")) + "/" + processNamespace();
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException notLinux) {
            return "";
        }
    }

    private static String processNamespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException notLinux) {
            return "";
        }
    }
}
