package dev.tidewheel.engine.testing;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests that are left out on a machine without Python, where everything else works and is tested. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsPython.Condition.class)
public @interface NeedsPython {

    /** Looks for Python where the product does. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (isHere()) {
                return ConditionEvaluationResult.enabled("there is a Python");
            }
            System.out.println("Left out, as there is no Python: " + context.getDisplayName());
            return ConditionEvaluationResult.disabled("there is no Python on the PATH");
        }

        private static boolean isHere() {
            String chosen = System.getenv().getOrDefault("TIDEWHEEL_PYTHON", "");
            String[] folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
            return !chosen.isBlank()
                    || Arrays.stream(folders).anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
        }
    }
}
