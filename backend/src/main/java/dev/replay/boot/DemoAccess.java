package dev.replay.boot;

import java.nio.file.Path;

/**
 * How to get into the demo account. Whoever makes the account produces this as a bean, {@code @Dependent} and null where
 * there is no demo.
 *
 * @param apiKey the file that holds the key
 */
record DemoAccess(String email, String password, Path apiKey) {}
