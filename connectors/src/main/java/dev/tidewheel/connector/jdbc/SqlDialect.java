package dev.tidewheel.connector.jdbc;

import java.time.Duration;

/** What databases say differently. */
enum SqlDialect {
    POSTGRESQL,
    MYSQL,
    SQLSERVER,
    ORACLE,
    SQLITE,
    OTHER;

    static SqlDialect of(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        if (url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mariadb:")) {
            return MYSQL;
        }
        if (url.startsWith("jdbc:sqlserver:")) {
            return SQLSERVER;
        }
        if (url.startsWith("jdbc:oracle:")) {
            return ORACLE;
        }
        return url.startsWith("jdbc:sqlite:") ? SQLITE : OTHER;
    }

    /** True if it has {@code INSERT … ON CONFLICT}. */
    boolean hasOnConflict() {
        return this == POSTGRESQL || this == SQLITE;
    }

    /** The first rows in the order of a column. */
    String first(String column, String from, String where, long rows) {
        String tail = " FROM " + from + where + " ORDER BY " + column;
        if (this == SQLSERVER) {
            return "SELECT TOP " + rows + " " + column + " AS tidewheel_value" + tail;
        }
        String limit = this == MYSQL || this == SQLITE ? " LIMIT " + rows : " FETCH FIRST " + rows + " ROWS ONLY";
        return "SELECT " + column + " AS tidewheel_value" + tail + limit;
    }

    /** The database's own time, some time ago. */
    String timeAgo(Duration ago) {
        long seconds = ago.toSeconds();
        if (this == SQLSERVER) {
            return "DATEADD(second, -" + seconds + ", SYSDATETIME())";
        }
        if (this == ORACLE) {
            return "SYSTIMESTAMP - NUMTODSINTERVAL(" + seconds + ", 'SECOND')";
        }
        if (this == SQLITE) {
            return "datetime('now', '-" + seconds + " seconds')";
        }
        return "CURRENT_TIMESTAMP - INTERVAL '" + seconds + "' SECOND";
    }

    /** A moment as the database itself has written it. */
    String timestamp(String text, boolean zoned) {
        String quoted = "'" + text.replace("'", "''") + "'";
        if (this == SQLSERVER) {
            return "CAST(" + quoted + (zoned ? " AS datetimeoffset)" : " AS datetime2)");
        }
        if (this == SQLITE) {
            return quoted;
        }
        return (this == POSTGRESQL && zoned ? "TIMESTAMPTZ " : "TIMESTAMP ") + quoted;
    }

    /** A day. */
    String date(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return this == SQLSERVER || this == SQLITE ? quoted : "DATE " + quoted;
    }
}
