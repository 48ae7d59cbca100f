package dev.tidewheel.engine.source.format;

import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.execution.datasources.HadoopFileLinesReader;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.util.TaskCompletionListener;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** The lines of a part of a file; closed with the task. The text is reused from line to line. */
final class FileLines {

    private FileLines() {}

    static Iterator<Text> of(PartitionedFile file, Option<byte[]> separator, Configuration hadoop) {
        HadoopFileLinesReader lines = new HadoopFileLinesReader(file, separator, hadoop);
        TaskContext task = TaskContext.get();
        if (task != null) {
            TaskCompletionListener close = context -> lines.close();
            task.addTaskCompletionListener(close);
        }
        return CollectionConverters.asJava(lines);
    }
}
