package dev.tidewheel.bench;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Plays devices that publish readings at a steady rate. Arguments: port, user, password, devices, messages a second, seconds.
 * Prints how many messages the broker has acknowledged, and how long that took.
 */
final class DevicePublisher {

    private static final int CONNECTIONS = 20;
    private static final long ROUND_NANOS = 1_000_000;

    private DevicePublisher() {}

    public static void main(String[] arguments) throws Exception {
        int devices = Integer.parseInt(arguments[3]);
        long rate = Long.parseLong(arguments[4]);
        long messages = rate * Long.parseLong(arguments[5]);
        List<DeviceConnection> connections = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(
                    new DeviceConnection(Integer.parseInt(arguments[0]), "devices-" + i, arguments[1], arguments[2]));
        }
        Stopwatch watch = new Stopwatch();
        watch.restart();
        publish(connections, devices, rate, messages);
        while (connections.stream().anyMatch(one -> one.acknowledged() < one.sent())) {
            LockSupport.parkNanos(ROUND_NANOS);
        }
        watch.report("publisher");
        System.out.println("SENT\t"
                + connections.stream().mapToLong(DeviceConnection::acknowledged).sum());
        for (DeviceConnection connection : connections) {
            connection.close();
        }
    }

    private static void publish(List<DeviceConnection> connections, int devices, long rate, long messages)
            throws IOException {
        long start = System.nanoTime();
        long sent = 0;
        int round = 0;
        while (sent < messages) {
            long due = Math.min(messages, (System.nanoTime() - start) * rate / 1_000_000_000);
            String now = Instant.now().toString();
            while (sent < due) {
                int device = (int) (sent % devices);
                DeviceConnection connection = connections.get(device % connections.size());
                if (!connection.isReady()) {
                    break;
                }
                connection.publish(topic(device), reading(device, sent / devices, now));
                sent++;
            }
            // in turn, so that one write takes many messages
            connections.get(round++ % connections.size()).flush();
            LockSupport.parkNanos(ROUND_NANOS);
        }
        for (DeviceConnection connection : connections) {
            connection.flush();
        }
    }

    private static String topic(int device) {
        return "devices/" + device + "/telemetry";
    }

    /** About 150 bytes. */
    private static String reading(int device, long number, String now) {
        long wave = (device * 31L + number) % 1000;
        return "{\"device\":" + device + ",\"seq\":" + number + ",\"at\":\"" + now + "\",\"temperature\":"
                + (18 + wave / 100) + "." + (wave % 100) + ",\"humidity\":" + (40 + wave % 20)
                + ",\"battery\":3." + (wave % 10) + ",\"status\":\"running\",\"firmware\":\"4.11.2\"}";
    }
}
