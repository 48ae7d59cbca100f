package dev.tidewheel.engine.source.schema;

import dev.tidewheel.engine.source.listing.ListedFile;
import dev.tidewheel.model.error.PipelineException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.execution.datasources.CodecStreams;
import org.apache.spark.sql.internal.SQLConf;

/**
 * The part of a source that is looked at to find out the schema: the first files, and of each the beginning.
 *
 * @param files not empty ones
 * @param bytesPerFile how much of each to read, after decompression
 */
record Sample(List<ListedFile> files, long bytesPerFile, Configuration configuration) {
    private static final String FILES_SETTING = "spark.databricks.cloudFiles.schemaInference.sampleSize.numFiles";
    private static final String BYTES_SETTING = "spark.databricks.cloudFiles.schemaInference.sampleSize.numBytes";
    private static final int DEFAULT_FILES = 1000;
    private static final long DEFAULT_BYTES = 32L << 20;
    private static final long LEAST_BYTES_PER_FILE = 128L << 10;

    static Sample of(List<ListedFile> files, SQLConf settings, Configuration configuration) {
        int most = Integer.parseInt(settings.getConfString(FILES_SETTING, String.valueOf(DEFAULT_FILES)));
        long bytes = JavaUtils.byteStringAsBytes(settings.getConfString(BYTES_SETTING, String.valueOf(DEFAULT_BYTES)));
        List<ListedFile> first =
                files.stream().filter(file -> file.size() > 0).limit(most).toList();
        long perFile = Math.max(LEAST_BYTES_PER_FILE, bytes / Math.max(1, first.size()));
        return new Sample(first, perFile, configuration);
    }

    /** What is done with the beginning of a file. */
    interface Reader {
        void read(InputStream content, ListedFile file) throws IOException;
    }

    /** Gives the files one after the other to a reader, decompressed; corrupt ones are left out if the options say so. */
    void forEach(Map<String, String> options, Reader reader) {
        boolean ignoresCorruptFiles = "true".equalsIgnoreCase(options.get("ignoreCorruptFiles"));
        for (ListedFile file : files) {
            try (InputStream content = CodecStreams.createInputStream(configuration, new Path(file.path()))) {
                reader.read(content, file);
            } catch (IOException e) {
                if (!ignoresCorruptFiles) {
                    throw unreadable(file.path(), e);
                }
            }
        }
    }

    static PipelineException unreadable(String file, Exception cause) {
        return new PipelineException(UnreadableFile.of(file, cause), cause);
    }
}
