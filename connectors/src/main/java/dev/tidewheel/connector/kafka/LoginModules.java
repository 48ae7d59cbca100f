package dev.tidewheel.connector.kafka;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import java.util.Map;
import org.apache.spark.sql.classic.SparkSession;

/** Ways to log in whose code does not come with Kafka. Stateless. */
final class LoginModules {

    private static final String MSK_PACKAGE = "software.amazon.msk.";
    private static final String MSK_LOGIN = MSK_PACKAGE + "auth.iam.IAMLoginModule";

    private LoginModules() {}

    /** @throws PipelineException that names the library to add if it is not among those of the session */
    static void require(KafkaOptions options, SparkSession session) {
        if (wantsMsk(options.client()) && !isHere(session)) {
            throw new PipelineException(options.at(
                    Problem.of(ErrorCode.FEATURE_NOT_SUPPORTED, "AWS_MSK_IAM needs a library that is not here")
                            .because("there is no class " + MSK_LOGIN)
                            .remedy(
                                    "Add software.amazon.msk:aws-msk-iam-auth:<version> to the libraries of the pipeline file, or"
                                            + " with --packages")));
        }
    }

    private static boolean wantsMsk(Map<String, String> client) {
        return "AWS_MSK_IAM".equalsIgnoreCase(client.get("sasl.mechanism"))
                || client.values().stream().anyMatch(value -> value.contains(MSK_PACKAGE));
    }

    private static boolean isHere(SparkSession session) {
        try {
            Class.forName(MSK_LOGIN, false, session.artifactManager().classloader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
