package dev.tidewheel.engine.session;

import java.util.logging.LogManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.appender.rewrite.RewriteAppender;
import org.apache.logging.log4j.core.config.AppenderRef;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Log4j's configuration, made without a file. */
final class Log4j {
    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5p %c{1.} [%t] %m%n";

    private Log4j() {}

    /** All lines go through a filter on their way to the appender. */
    private static void redact(BuiltConfiguration configuration) {
        RewriteAppender redacted = RewriteAppender.createAppender(
                "redacted",
                "true",
                new AppenderRef[] {AppenderRef.createAppenderRef("log", null, null)},
                configuration,
                new RedactedLines(),
                null);
        redacted.start();
        configuration.addAppender(redacted);
        LoggerConfig root = configuration.getRootLogger();
        root.removeAppender("log");
        root.addAppender(redacted, null, null);
    }

    interface Appender {
        AppenderComponentBuilder in(ConfigurationBuilder<BuiltConfiguration> builder);
    }

    static void configure(Level spark, Appender appender) {
        ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setConfigurationName("tidewheel");
        builder.setStatusLevel(Level.OFF);
        builder.add(appender.in(builder).add(builder.newLayout("PatternLayout").addAttribute("pattern", PATTERN)));
        builder.add(builder.newRootLogger(spark).add(builder.newAppenderRef("log")));
        builder.add(builder.newLogger("dev.tidewheel", Level.INFO));
        // that there is no native Hadoop library, and that the text of a plan was cut: both so by design
        builder.add(builder.newLogger("org.apache.hadoop.util.NativeCodeLoader", Level.ERROR));
        builder.add(builder.newLogger("org.apache.spark.util.SparkStringUtils", Level.ERROR));
        // what Spark Connect answers to the user's code with: an error of it is reported by us, or is asked for by
        // design
        builder.add(builder.newLogger("org.apache.spark.sql.connect.utils.ErrorUtils", Level.OFF));
        BuiltConfiguration configuration = builder.build();
        configuration.initialize();
        redact(configuration);
        Configurator.reconfigure(configuration);
        // libraries that log through java.util.logging would write to standard error
        LogManager.getLogManager().reset();
    }
}
