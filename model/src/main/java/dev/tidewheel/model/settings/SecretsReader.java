package dev.tidewheel.model.settings;

import dev.tidewheel.model.document.Node;
import dev.tidewheel.model.document.Node.Mapping;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code secrets} of the pipeline file. Not safe for use by several threads. */
final class SecretsReader {

    private final Path folder;
    private final List<Problem> problems;

    SecretsReader(Path folder, List<Problem> problems) {
        this.folder = folder;
        this.problems = problems;
    }

    List<SecretPlace> read(List<Node> elements) {
        List<SecretPlace> places = new ArrayList<>();
        for (Node element : elements) {
            if (element instanceof Mapping mapping) {
                read(mapping, places);
            }
        }
        return places;
    }

    private void read(Mapping mapping, List<SecretPlace> places) {
        int before = places.size();
        for (SecretPlace.Kind kind : SecretPlace.Kind.values()) {
            Optional<String> written = mapping.text(kind.name().toLowerCase(Locale.ROOT));
            if (written.isPresent()) {
                boolean command = kind == SecretPlace.Kind.COMMAND;
                String place = command
                        ? written.get()
                        : folder.resolve(written.get()).normalize().toString();
                places.add(new SecretPlace(
                        kind,
                        place,
                        kind == SecretPlace.Kind.KEYSTORE
                                ? mapping.text("password_variable").orElse("TIDEWHEEL_KEYSTORE_PASSWORD")
                                : null));
            }
        }
        if (places.size() != before + 1) {
            problems.add(Problem.of(
                            ErrorCode.PIPELINE_FILE_INVALID_VALUE,
                            "An entry of `secrets` has to name exactly one place")
                    .remedy("Write - folder: secrets, - file: .env, - keystore: secrets.p12 or - command: …")
                    .at(mapping.location()));
        }
    }
}
