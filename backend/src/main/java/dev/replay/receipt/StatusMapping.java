package dev.replay.receipt;

import dev.replay.status.Status;

/**
 * What an SMPP receipt means. `err` is read as a MAP error code of 3GPP TS 29.002, decimal; a carrier that numbers its
 * errors otherwise ends as UN-DELIV, with its own words kept beside.
 */
final class StatusMapping {
    /** @param code of the catalogue, under the status */
    record Meaning(Status status, String code) {}

    private StatusMapping() {}

    static Meaning of(String stat, String err) {
        return switch (stat) {
            case "DELIVRD" -> new Meaning(Status.DELIVERED, "DELIVRD");
            case "EXPIRED" -> undelivered("EXPIRED");
            case "REJECTD" -> undelivered("REJECTED");
            case "DELETED" -> undelivered("FAILED");
            case "UNDELIV" -> undelivered(cause(err));
            case "ACCEPTD", "ENROUTE" -> new Meaning(Status.SENT, "ENROUTE");
            // UNKNOWN, and words that no standard has: it may have arrived.
            default -> new Meaning(Status.SENT, "NO-DLR-OPTR");
        };
    }

    private static Meaning undelivered(String code) {
        return new Meaning(Status.UNDELIVERED, code);
    }

    private static String cause(String err) {
        return switch (number(err)) {
            case 1 -> "INVALID-SUB";
            case 5, 6, 27, 33 -> "ABSENT-SUB";
            case 9, 11, 13, 15 -> "BARRED";
            case 31 -> "HANDSET-BUSY";
            case 12, 32 -> "HANDSET-ERR";
            case 8 -> "FAILED";
            case 21, 34, 35, 36 -> "NET-ERR";
            default -> "UN-DELIV";
        };
    }

    private static int number(String err) {
        if (err.isEmpty() || err.length() > 9) return -1;
        for (int i = 0; i < err.length(); i++) if (err.charAt(i) < '0' || err.charAt(i) > '9') return -1;
        return Integer.parseInt(err);
    }
}
