package dev.tidewheel.bench;

import dev.tidewheel.connector.mqtt.TestBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many messages a second a pipeline takes from an MQTT broker while devices publish, and whether any is lost: broker,
 * devices and pipeline are a process each. Arguments: work folder, messages a second, seconds.
 */
final class DeviceIntake {

    private static final String DEVICES = "1000";

    private DeviceIntake() {}

    public static void main(String[] arguments) throws Exception {
        Path work = Path.of(arguments[0]).toAbsolutePath().resolve("mqtt");
        Links.remove(work);
        Files.createDirectories(work.resolve("broker"));
        Files.createDirectories(work.resolve("pipeline"));
        try (TestBroker broker = new TestBroker(work.resolve("broker"))) {
            Process pipeline = start(
                    work,
                    System.getProperty("bench.options.etl", "-Xmx4g"),
                    IntakeOfDevices.class,
                    broker.url(),
                    TestBroker.USER,
                    TestBroker.PASSWORD,
                    work.resolve("pipeline").toString());
            BufferedReader said = pipeline.inputReader(StandardCharsets.UTF_8);
            await(said, "READY");
            Duration before = broker.cpu();
            Process devices = start(
                    work,
                    "-Xmx512m -XX:+UseSerialGC",
                    DevicePublisher.class,
                    Integer.toString(broker.port()),
                    TestBroker.USER,
                    TestBroker.PASSWORD,
                    DEVICES,
                    arguments[1],
                    arguments[2]);
            BufferedReader sending = devices.inputReader(StandardCharsets.UTF_8);
            String[] publisher = await(sending, "RESULT");
            long sent = Long.parseLong(await(sending, "SENT")[1]);
            pipeline.getOutputStream().close();
            String[] tidewheel = await(said, "RESULT");
            String[] rows = await(said, "ROWS");
            Duration used = broker.cpu().minus(before);
            long distinct = Long.parseLong(rows[2]);
            double seconds = Double.parseDouble(publisher[2]);
            System.out.println(
                    "| sent | published a second | in the table after s | lost | twice | CPU s: broker | devices"
                            + " | pipeline |");
            System.out.printf(
                    "| %d | %.0f | %s | %d | %d | %.1f | %s | %s |%n",
                    sent,
                    sent / seconds,
                    tidewheel[2],
                    sent - distinct,
                    Long.parseLong(rows[1]) - distinct,
                    used.toMillis() / 1000.0,
                    publisher[3],
                    tidewheel[3]);
        }
        System.exit(0);
    }

    private static String[] await(BufferedReader output, String what) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            System.err.println(line);
            String[] parts = line.split("\t");
            if (parts[0].equals(what)) {
                return parts;
            }
        }
        throw new IllegalStateException("a process has ended without " + what);
    }

    private static Process start(Path work, String options, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(List.of(options.trim().split("\\s+")));
        command.addAll(List.of(System.getProperty("bench.opens", "").trim().split("\\s+")));
        command.removeIf(String::isEmpty);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command)
                .redirectError(work.resolve(main.getSimpleName() + ".log").toFile())
                .start();
    }
}
