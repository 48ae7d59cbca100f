package dev.tidewheel.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.settings.SecretPlace;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path folder;

    private Secrets secrets(SecretPlace.Kind kind, String place, Map<String, String> environment) {
        return Secrets.in(List.of(new SecretPlace(kind, place, "STORE_PASSWORD")), environment);
    }

    @Test
    void theEnvironmentComesFirst() throws Exception {
        Files.createDirectories(folder.resolve("my-db"));
        Files.writeString(folder.resolve("my-db/password"), "from a file");
        Secrets secrets = secrets(
                SecretPlace.Kind.FOLDER,
                folder.toString(),
                Map.of("TIDEWHEEL_SECRET_MY_DB_PASSWORD", "from $1 \\ outside"));

        assertThat(secrets.reveal("a {{secrets/my-db/password}} b")).isEqualTo("a from $1 \\ outside b");
    }

    @Test
    void foldersHoldAFileForEach() throws Exception {
        Files.createDirectories(folder.resolve("all/db"));
        Files.writeString(folder.resolve("all/db/password"), "tide pool\n");
        Files.writeString(folder.resolve("outside"), "not for you");
        Secrets secrets = secrets(SecretPlace.Kind.FOLDER, folder.resolve("all").toString(), Map.of());

        assertThat(secrets.value("db", "password")).isEqualTo("tide pool");
        assertThatThrownBy(() -> secrets.value("..", "outside")).isInstanceOf(PipelineException.class);
        assertThatThrownBy(() -> secrets.value("db", "user"))
                .hasMessageContaining("db/user")
                .isInstanceOfSatisfying(
                        PipelineException.class,
                        e -> assertThat(e.problems().get(0).fix())
                                .contains("TIDEWHEEL_SECRET_DB_USER")
                                .contains(folder.resolve("all/db/user").toString()));
    }

    @Test
    void filesHoldALineForEach() throws Exception {
        Path file = Files.writeString(
                folder.resolve(".env"),
                "# for tests\n\ndb/password = 'a=b # c'\nexport TIDEWHEEL_SECRET_DB_USER=keeper of the shop\nnothing\n");
        Secrets secrets = secrets(SecretPlace.Kind.FILE, file.toString(), Map.of());

        assertThat(secrets.value("db", "password")).isEqualTo("a=b # c");
        assertThat(secrets.value("db", "user")).isEqualTo("keeper of the shop");
        assertThatThrownBy(() -> secrets.value("db", "other")).isInstanceOf(PipelineException.class);
    }

    @Test
    void keyStoresHoldPasswords() throws Exception {
        Path file = folder.resolve("secrets.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        SecretKey key = SecretKeyFactory.getInstance("PBE").generateSecret(new PBEKeySpec("low water".toCharArray()));
        store.setEntry(
                "db/password",
                new KeyStore.SecretKeyEntry(key),
                new KeyStore.PasswordProtection("harbour at night".toCharArray()));
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "harbour at night".toCharArray());
        }

        assertThat(secrets(SecretPlace.Kind.KEYSTORE, file.toString(), Map.of("STORE_PASSWORD", "harbour at night"))
                        .value("db", "password"))
                .isEqualTo("low water");
        assertThatThrownBy(() -> secrets(
                                SecretPlace.Kind.KEYSTORE, file.toString(), Map.of("STORE_PASSWORD", "not the harbour"))
                        .value("db", "password"))
                .hasMessageContaining("secrets.p12");
        assertThatThrownBy(() -> secrets(SecretPlace.Kind.KEYSTORE, file.toString(), Map.of())
                        .value("db", "password"))
                .hasMessageContaining("STORE_PASSWORD");
    }

    @Test
    void commandsPrintThem() {
        Secrets secrets = secrets(SecretPlace.Kind.COMMAND, "echo \"deep {scope}\" 'of {key}'", Map.of());

        assertThat(secrets.value("sea", "salt")).isEqualTo("deep sea of salt");
        assertThatThrownBy(() -> secrets(SecretPlace.Kind.COMMAND, "false {scope}", Map.of())
                        .value("sea", "salt"))
                .hasMessageContaining("sea/salt");
        assertThatThrownBy(() -> secrets(SecretPlace.Kind.COMMAND, "no-such-command {key}", Map.of())
                        .value("sea", "salt"))
                .hasMessageContaining("no-such-command");
    }

    @Test
    void valuesAreTakenOutOfTexts() {
        HandedOut.note("kelp \"forest\"");
        HandedOut.note("abc");

        assertThat(HandedOut.redact("{\"a\": \"kelp \\\"forest\\\"\", \"b\": \"abc\"}"))
                .isEqualTo("{\"a\": \"[REDACTED]\", \"b\": \"abc\"}");
    }

    @Test
    void shortValuesAreHiddenAsWordsOnly() {
        HandedOut.note("brig");
        HandedOut.note("x!y?");
        HandedOut.note("longshoreman");

        assertThat(HandedOut.redact("brig, 'brig' user:brig@h brigantine my_brig brig_1 (brig)"))
                .isEqualTo("[REDACTED], '[REDACTED]' user:[REDACTED]@h brigantine my_brig brig_1 ([REDACTED])");
        assertThat(HandedOut.redact("password=x!y?z and x!y?")).isEqualTo("password=[REDACTED]z and [REDACTED]");
        assertThat(HandedOut.redact("2longshoremans")).isEqualTo("2[REDACTED]s");
        assertThat(HandedOut.isIn("brigantine")).isFalse();
    }
}
