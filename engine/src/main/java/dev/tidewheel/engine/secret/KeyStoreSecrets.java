package dev.tidewheel.engine.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A PKCS12 key store with passwords as {@code keytool -importpass -alias scope/key} makes them. Read again each time. */
record KeyStoreSecrets(Path file, String passwordVariable, Map<String, String> environment) implements SecretProvider {

    @Override
    public Optional<String> find(String scope, String key) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String password = environment.get(passwordVariable);
        if (password == null) {
            throw SecretErrors.unusable(
                    "the key store " + file + " cannot be opened: the variable " + passwordVariable + " is not set",
                    null);
        }
        HandedOut.note(password);
        try (InputStream stored = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(stored, password.toCharArray());
            if (!(store.getKey(scope + "/" + key, password.toCharArray()) instanceof SecretKey secret)) {
                return Optional.empty();
            }
            return Optional.of(text(secret));
        } catch (IOException | GeneralSecurityException e) {
            throw SecretErrors.unusable("the key store " + file + " cannot be opened", e);
        }
    }

    private static String text(SecretKey secret) throws GeneralSecurityException {
        if (secret.getAlgorithm().startsWith("PBE")) {
            PBEKeySpec spec = (PBEKeySpec)
                    SecretKeyFactory.getInstance(secret.getAlgorithm()).getKeySpec(secret, PBEKeySpec.class);
            return new String(spec.getPassword());
        }
        return new String(secret.getEncoded(), StandardCharsets.UTF_8);
    }

    @Override
    public String remedy(String scope, String key) {
        return "add it with: keytool -importpass -storetype PKCS12 -keystore " + file + " -alias " + scope + "/" + key;
    }
}
