import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.make_date;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.round;

import dev.tidewheel.api.Pipeline;
import dev.tidewheel.api.PipelineDefinition;
import java.util.Map;

/** What the blizzard of February 2013 did to the flights from New York. */
public final class Storm implements PipelineDefinition {

    private static final String FLIGHT_COLUMNS = "year INT, month INT, day INT, dep_time INT, sched_dep_time INT, "
            + "dep_delay INT, arr_time INT, sched_arr_time INT, arr_delay INT, carrier STRING, flight INT, tailnum STRING, "
            + "origin STRING, dest STRING, air_time INT, distance INT, hour INT, minute INT, time_hour TIMESTAMP";

    @Override
    public void define(Pipeline pipeline) {
        String data = pipeline.configuration("data", "data");
        bronze(pipeline, data);
        silver(pipeline);
        gold(pipeline);
    }

    private static void bronze(Pipeline pipeline, String data) {
        pipeline.streamingTable("raw_flights")
                .comment("Departures from New York as reported, one CSV file per day")
                .from(context -> context.readFilesStream(
                                data + "/flights",
                                Map.of("format", "csv", "header", "true", "nullValue", "NA", "schema", FLIGHT_COLUMNS))
                        .select(col("*"), col("_metadata.file_name").as("source_file")));

        pipeline.streamingTable("raw_weather")
                .comment("Hourly weather at the three airports, JSON")
                .from(context -> context.readFilesStream(
                        data + "/weather",
                        Map.of("format", "json", "schemaHints", "time_hour TIMESTAMP, precip DOUBLE, visib DOUBLE")));

        pipeline.materializedView("airlines")
                .comment("Names of the airlines")
                .sql("SELECT carrier, name FROM read_files('" + data + "/airlines.csv', format => 'csv', header => true)");
    }

    private static void silver(Pipeline pipeline) {
        pipeline.streamingTable("flights")
                .comment("Flights that took off")
                .expectOrDrop("departed", "dep_time IS NOT NULL")
                .expect("arrived_as_planned", "arr_delay IS NOT NULL")
                .expectOrFail("from_new_york", "origin IN ('EWR', 'JFK', 'LGA')")
                .from(context -> context.readStream("raw_flights")
                        .select(
                                make_date(col("year"), col("month"), col("day")).as("day"),
                                col("time_hour").as("scheduled_hour"),
                                col("origin"),
                                col("dest"),
                                col("carrier"),
                                col("flight"),
                                col("tailnum"),
                                col("dep_time"),
                                col("dep_delay"),
                                col("arr_delay"),
                                col("distance")));
    }

    private static void gold(Pipeline pipeline) {
        pipeline.temporaryView("weather_by_day")
                .sql("""
                        SELECT
                          to_date(from_utc_timestamp(time_hour, 'America/New_York')) AS day,
                          round(max(wind_speed), 1) AS max_wind_mph,
                          min(visib) AS min_visibility_miles
                        FROM raw_weather
                        GROUP BY ALL
                        """);

        pipeline.temporaryView("departures_by_day")
                .from(context -> context.read("raw_flights")
                        .groupBy(make_date(col("year"), col("month"), col("day")).as("day"))
                        .agg(
                                count(lit(1)).as("scheduled"),
                                expr("count_if(dep_time IS NULL)").as("cancelled"),
                                round(avg("dep_delay"), 1).as("avg_departure_delay")));

        pipeline.materializedView("days")
                .comment("What the storm did to each day")
                .sql("""
                        SELECT
                          day,
                          scheduled,
                          cancelled,
                          round(100 * cancelled / scheduled, 1) AS cancelled_percent,
                          avg_departure_delay,
                          max_wind_mph,
                          min_visibility_miles
                        FROM departures_by_day LEFT JOIN weather_by_day USING (day)
                        """);

        pipeline.materializedView("airline_punctuality")
                .comment("How many flights of each airline arrived less than 15 minutes late")
                .from(context -> context.read("flights")
                        .join(context.read("airlines"), "carrier")
                        .groupBy(col("name").as("airline"))
                        .agg(
                                count(lit(1)).as("flights"),
                                round(expr("100 * count_if(arr_delay < 15) / count(arr_delay)"), 1).as("on_time_percent"),
                                max("arr_delay").as("worst_delay")));
    }
}
