package dev.tidewheel.connector.jdbc;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.sql.Driver;
import java.util.List;
import java.util.Optional;

/** Knows the class of a database's driver, and where to get it. Stateless. */
final class DriverName {

    private record Known(String prefix, String driver, String coordinates) {}

    private static final List<Known> KNOWN = List.of(
            new Known("jdbc:postgresql:", "org.postgresql.Driver", "org.postgresql:postgresql:42.7.14"),
            new Known("jdbc:mysql:", "com.mysql.cj.jdbc.Driver", "com.mysql:mysql-connector-j:9.4.0"),
            new Known("jdbc:mariadb:", "org.mariadb.jdbc.Driver", "org.mariadb.jdbc:mariadb-java-client:3.5.6"),
            new Known(
                    "jdbc:sqlserver:",
                    "com.microsoft.sqlserver.jdbc.SQLServerDriver",
                    "com.microsoft.sqlserver:mssql-jdbc:13.2.0.jre11"),
            new Known("jdbc:oracle:", "oracle.jdbc.OracleDriver", "com.oracle.database.jdbc:ojdbc11:23.9.0.25.07"),
            new Known("jdbc:db2:", "com.ibm.db2.jcc.DB2Driver", "com.ibm.db2:jcc:12.1.2.0"),
            new Known("jdbc:sqlite:", "org.sqlite.JDBC", "org.xerial:sqlite-jdbc:3.50.3.0"),
            new Known("jdbc:h2:", "org.h2.Driver", "com.h2database:h2:2.4.240"));

    private DriverName() {}

    /** The class of the driver for a url; empty if the user has to name it. */
    static Optional<String> of(String url) {
        return known(url).map(Known::driver);
    }

    /** @throws PipelineException SOURCE_OPTION_INVALID if the driver is not on the class path */
    static Driver load(String name, String url) {
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return (Driver) Class.forName(name, true, loader == null ? DriverName.class.getClassLoader() : loader)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            String remedy = known(url)
                    .filter(known -> known.driver().equals(name))
                    .map(known -> "get " + known.coordinates()
                            + " from Maven Central and add the jar to `libraries` of the pipeline file (- jar: …)")
                    .orElse("add the jar that has it to `libraries` of the pipeline file (- jar: …)");
            throw new PipelineException(
                    Problem.of(ErrorCode.SOURCE_OPTION_INVALID, "the JDBC driver " + name + " is not here")
                            .because("it is not on the class path")
                            .remedy(remedy),
                    e);
        }
    }

    private static Optional<Known> known(String url) {
        return KNOWN.stream().filter(known -> url.startsWith(known.prefix())).findFirst();
    }
}
