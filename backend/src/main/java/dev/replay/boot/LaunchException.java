package dev.replay.boot;

/** Replay cannot start, for a reason that whoever started it can act on: its message is the one line they are shown. */
public final class LaunchException extends RuntimeException {
    LaunchException(String line) {
        super(line);
    }

    LaunchException(String line, Throwable cause) {
        super(line, cause);
    }
}
