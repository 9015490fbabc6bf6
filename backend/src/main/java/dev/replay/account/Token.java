package dev.replay.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret of a key or a session: 256 random bits, so that a plain SHA-256 of it may be kept and looked up. */
record Token(String secret) {
    private static final SecureRandom random = new SecureRandom();
    private static final int BYTES = 32;

    static Token fresh(String prefix) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return new Token(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What a person may see of it, to tell one key from another. */
    String prefix() {
        return secret.substring(0, Math.min(10, secret.length()));
    }

    @Override
    public String toString() {
        return prefix() + "…";
    }
}
