package dev.replay.account;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords as they are kept: PBKDF2 with HMAC-SHA-256, 600,000 rounds (OWASP's figure of 2023), written `rounds$salt$hash`. */
final class Password {
    private static final int ROUNDS = 600_000;
    private static final int BITS = 256;
    private static final SecureRandom random = new SecureRandom();
    /** A check costs a third of a second of one core: a flood of sign-ins may take half of them, no more. */
    private static final Semaphore cores =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    /** Checked for e-mails that nobody has, so that they take as long to refuse as a wrong password. */
    private static final String NOBODYS = hash("nobody");

    private Password() {}

    static String hash(String password) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        return ROUNDS + "$" + Base64.getEncoder().encodeToString(salt) + "$"
                + Base64.getEncoder().encodeToString(derive(password, salt, ROUNDS));
    }

    static boolean matches(String password, String kept) {
        String[] parts = kept.split("\\$");
        byte[] salt = Base64.getDecoder().decode(parts[1]);
        byte[] derived = patiently(password, salt, Integer.parseInt(parts[0]));
        return MessageDigest.isEqual(derived, Base64.getDecoder().decode(parts[2]));
    }

    static boolean matchesNobody(String password) {
        matches(password, NOBODYS);
        return false;
    }

    private static byte[] patiently(String password, byte[] salt, int rounds) {
        try {
            if (!cores.tryAcquire(5, TimeUnit.SECONDS)) {
                throw new Refusal(Problem.TOO_MANY_REQUESTS, "Too many people are signing in right now.")
                        .with("retryAfterSeconds", 5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        try {
            return derive(password, salt, rounds);
        } finally {
            cores.release();
        }
    }

    private static byte[] derive(String password, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }
}
