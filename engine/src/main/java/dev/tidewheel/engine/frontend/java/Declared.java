package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.name.TableName;
import dev.tidewheel.model.text.SourceLocation;
import java.util.Optional;

/**
 * What was begun by naming it.
 *
 * @param kind in words
 * @param written the name as given
 * @param name empty if it is not a valid one, which has been reported
 */
record Declared(
        Declarations declarations, String kind, String written, Optional<TableName> name, SourceLocation location) {

    /** The kind and the name, for messages. */
    String title() {
        return "the " + kind + " `" + written + "`";
    }

    /** Reports a mistake. */
    void problem(String message, String fix, SourceLocation where) {
        problem(ErrorCode.JAVA_DEFINITION_INVALID, message, fix, where);
    }

    void problem(ErrorCode code, String message, String fix, SourceLocation where) {
        problem(Problem.of(code, message).remedy(fix).at(where));
    }

    void problem(Problem problem) {
        declarations.problem(name.map(full -> problem.in(full.toString())).orElse(problem));
    }

    /** False, with a problem, if a text is missing that must be there. */
    boolean isGiven(String what, String text) {
        if (text != null && !text.isBlank()) {
            return true;
        }
        problem(title() + " is given an empty " + what, "", declarations.place(""));
        return false;
    }
}
