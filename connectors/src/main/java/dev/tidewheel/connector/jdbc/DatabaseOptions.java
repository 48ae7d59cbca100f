package dev.tidewheel.connector.jdbc;

import dev.tidewheel.engine.source.connector.ConnectorOptions;
import dev.tidewheel.model.error.PipelineException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Reads which database is meant; sources and sinks say it alike. Stateless. */
final class DatabaseOptions {

    static final List<String> NAMES = List.of("url", "host", "port", "database", "user", "password", "driver");

    private static final Map<String, Integer> PORTS =
            Map.of("postgresql", 5432, "mysql", 3306, "sqlserver", 1433, "oracle", 1521);

    private DatabaseOptions() {}

    /**
     * The database that options name.
     *
     * @param format {@code jdbc} or the name of a kind of database
     * @param known options that are not meant for the driver; those that are neither known nor near to a known one are
     */
    static Database read(
            String format, ConnectorOptions options, Collection<String> known, UnaryOperator<String> secrets) {
        options.refuseUnknown(known, name -> isForDriver(name, known));
        String url = url(format.toLowerCase(Locale.ROOT), options);
        String driver = options.text("driver")
                .or(() -> DriverName.of(url))
                .orElseThrow(() -> new PipelineException(options.problem(
                        "url",
                        "The driver for " + Database.shown(url) + " is not known",
                        "Name its class with the option driver, and add its jar to the libraries")));
        Map<String, String> properties = new TreeMap<>();
        options.all().forEach((name, value) -> {
            boolean ours = known.stream().anyMatch(name::equalsIgnoreCase);
            if (!ours) {
                properties.put(name, value);
            }
        });
        options.text("user").ifPresent(user -> properties.put("user", user));
        options.text("password").ifPresent(password -> properties.put("password", password));
        return new Database(url, driver, properties, secrets);
    }

    /** Drivers have hundreds of properties; what is nearly one of ours is a slip. */
    private static boolean isForDriver(String name, Collection<String> known) {
        return dev.tidewheel.model.text.Suggestions.first(name, known).isEmpty();
    }

    private static String url(String format, ConnectorOptions options) {
        boolean parts = options.text("host").isPresent();
        if (parts == options.text("url").isPresent() || (parts && !PORTS.containsKey(format))) {
            throw new PipelineException(options.problem(
                    "url",
                    parts ? "The options `host` and `url` do not go together" : "It is not said where the database is",
                    PORTS.containsKey(format)
                            ? "Give either url, or host, port and database"
                            : "Give url, as in url => 'jdbc:postgresql://host:5432/shop'"));
        }
        if (!parts) {
            String url = options.required("url", "url => 'jdbc:postgresql://host:5432/shop'");
            if (!url.startsWith("jdbc:") && !url.startsWith("{{")) {
                throw new PipelineException(
                        options.problem("url", "The url does not begin with jdbc:", "Write it as the driver wants it"));
            }
            return url;
        }
        String host = options.required("host", "host => 'localhost'");
        long port = options.number("port", 1).orElse((long) PORTS.getOrDefault(format, 0));
        String database = options.required("database", "database => 'shop'");
        if (format.equals("sqlserver")) {
            return "jdbc:sqlserver://" + host + ":" + port + ";databaseName=" + database;
        }
        if (format.equals("oracle")) {
            return "jdbc:oracle:thin:@//" + host + ":" + port + "/" + database;
        }
        return "jdbc:" + format + "://" + host + ":" + port + "/" + database;
    }
}
