package dev.tidewheel.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Made-up orders and customers as JSON lines; the same seed gives the same bytes. About one order in 200 has an amount
 * that is no number, and one in eight is cancelled.
 *
 * @param root folder of all data
 */
record OrderData(Path root) {

    private static final String[] STATES = {"paid", "paid", "paid", "paid", "shipped", "shipped", "pending", "cancelled"
    };
    private static final String[] CHANNELS = {"web", "mobile", "store", "partner"};
    private static final String[] REGIONS = {"emea", "amer", "apac", "latam"};
    private static final String[] SEGMENTS = {"consumer", "business", "enterprise"};
    private static final int FILES = 40;
    private static final int CUSTOMERS = 100_000;

    static final String SCHEMA = "order_id BIGINT, customer_id BIGINT, ts STRING, amount STRING, status STRING,"
            + " channel STRING, items INT, ref STRING";

    Path orders() {
        return root.resolve("orders");
    }

    Path moreOrders() {
        return root.resolve("more-orders");
    }

    Path customers() {
        return root.resolve("customers");
    }

    Path few() {
        return root.resolve("few");
    }

    Path fewMore() {
        return root.resolve("few-more");
    }

    /** Writes everything, unless it is there. */
    void make(int rows) throws IOException {
        Path done = root.resolve("made-" + rows);
        if (Files.exists(done)) {
            return;
        }
        for (Path folder : new Path[] {orders(), moreOrders(), customers(), few(), fewMore()}) {
            Files.createDirectories(folder);
        }
        int each = rows / FILES;
        for (int file = 0; file < FILES; file++) {
            Path path = orders().resolve(String.format("orders-%03d.json", file));
            write(path, (long) file * each, each, CUSTOMERS, 100 + file);
        }
        write(moreOrders().resolve("orders-more.json"), rows, rows / 100, CUSTOMERS, 1_000);
        for (int file = 0; file < 4; file++) {
            write(few().resolve("few-" + file + ".json"), file * 250L, 250, 100, 10 + file);
        }
        write(fewMore().resolve("few-more.json"), 1_000, 10, 100, 20);
        SplittableRandom random = new SplittableRandom(1);
        try (BufferedWriter out =
                Files.newBufferedWriter(customers().resolve("customers.json"), StandardCharsets.UTF_8)) {
            for (int id = 0; id < CUSTOMERS; id++) {
                out.write("{\"customer_id\":" + id + ",\"name\":\"Customer " + id + "\",\"region\":\""
                        + REGIONS[random.nextInt(REGIONS.length)] + "\",\"segment\":\""
                        + SEGMENTS[random.nextInt(SEGMENTS.length)] + "\"}\n");
            }
        }
        Files.createFile(done);
    }

    private static void write(Path path, long first, int rows, int customers, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (BufferedWriter out = Files.newBufferedWriter(path, StandardCharsets.UTF_8)) {
            for (int i = 0; i < rows; i++) {
                int cents = 100 + random.nextInt(50_000);
                String amount =
                        random.nextInt(200) == 0 ? "n/a" : cents / 100 + "." + String.format("%02d", cents % 100);
                out.write(String.format(
                        "{\"order_id\":%d,\"customer_id\":%d,\"ts\":\"2026-01-%02dT%02d:%02d:%02dZ\",\"amount\":\"%s\","
                                + "\"status\":\"%s\",\"channel\":\"%s\",\"items\":%d,\"ref\":\"%x\"}%n",
                        first + i,
                        random.nextInt(customers),
                        1 + random.nextInt(30),
                        random.nextInt(24),
                        random.nextInt(60),
                        random.nextInt(60),
                        amount,
                        STATES[random.nextInt(STATES.length)],
                        CHANNELS[random.nextInt(CHANNELS.length)],
                        1 + random.nextInt(9),
                        random.nextLong()));
            }
        }
    }
}
