package dev.replay.carrier.simulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;

import dev.replay.carrier.smpp.Address;
import dev.replay.carrier.smpp.SequenceWindow;
import dev.replay.carrier.smpp.ShortMessage;
import dev.replay.carrier.smpp.Tlv;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A deliver_sm to come: a receipt in one of its forms, or a person's message. */
final class SimulatedDelivery implements SequenceWindow.Sequenced {

    enum Form {
        USUAL,
        TLV_ONLY,
        DECIMAL_ID,
        ODD_TEXT,
        INBOUND
    }

    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyMMddHHmm", Locale.ROOT);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyMMddHHmmss", Locale.ROOT);

    /** The date of the minute last asked for; formatting one for each receipt would cost more than the rest of it. */
    private record Minute(long number, String date) {
        static Minute of(long millis) {
            return new Minute(millis / 60_000, MINUTES.format(utc(millis)));
        }
    }

    private static volatile Minute cached = Minute.of(0);

    private final Address person;
    private final Address service;
    private final long id;
    private final String stat;
    private final int err;
    private final long submittedAt;
    private final Form form;
    private int sequence;

    /** @param stat of a receipt; of an inbound message its text */
    SimulatedDelivery(Address person, Address service, long id, String stat, int err, long submittedAt, Form form) {
        this.person = person;
        this.service = service;
        this.id = id;
        this.stat = stat;
        this.err = err;
        this.submittedAt = submittedAt;
        this.form = form;
    }

    static SimulatedDelivery inbound(Address person, Address service, String text) {
        return new SimulatedDelivery(person, service, 0, text, 0, 0, Form.INBOUND);
    }

    @Override
    public int sequence() {
        return sequence;
    }

    /** The message, about to leave under this number. */
    ShortMessage leaving(int sequence) {
        this.sequence = sequence;
        int esmClass = form == Form.INBOUND ? 0 : ShortMessage.RECEIPT;
        String text = text();
        boolean latin = form != Form.INBOUND || text.chars().allMatch(c -> c <= 0xFF);
        int dataCoding = form != Form.INBOUND
                ? ShortMessage.DEFAULT_ALPHABET
                : latin ? ShortMessage.LATIN_1 : ShortMessage.UCS_2;
        List<Tlv> tlvs = form != Form.TLV_ONLY
                ? List.of()
                : List.of(
                        new Tlv(Tlv.RECEIPTED_MESSAGE_ID, (Long.toHexString(id) + '\0').getBytes(ISO_8859_1)),
                        new Tlv(Tlv.MESSAGE_STATE, new byte[] {(byte) state()}),
                        new Tlv(Tlv.NETWORK_ERROR_CODE, new byte[] {3, (byte) (err >> 8), (byte) err}));
        return ShortMessage.delivered(
                person, service, esmClass, dataCoding, text.getBytes(latin ? ISO_8859_1 : UTF_16BE), tlvs);
    }

    private String text() {
        long now = System.currentTimeMillis();
        return switch (form) {
            case INBOUND -> stat;
            case TLV_ONLY -> "";
            case ODD_TEXT ->
                "Stat: " + stat + " ERR:" + threeDigits() + "  DONE DATE:" + SECONDS.format(utc(now)) + " Id: "
                        + Long.toHexString(id) + " Sub:001 TEXT:";
            case USUAL, DECIMAL_ID ->
                "id:" + (form == Form.USUAL ? Long.toHexString(id) : Long.toString(id)) + " sub:001 dlvrd:"
                        + (stat.equals("DELIVRD") ? "001" : "000") + " submit date:" + minutes(submittedAt)
                        + " done date:" + minutes(now) + " stat:" + stat + " err:" + threeDigits() + " text:";
        };
    }

    private String threeDigits() {
        return err < 10 ? "00" + err : err < 100 ? "0" + err : "" + err;
    }

    private int state() {
        return switch (stat) {
            case "ENROUTE" -> 1;
            case "DELIVRD" -> 2;
            case "EXPIRED" -> 3;
            case "DELETED" -> 4;
            case "UNDELIV" -> 5;
            case "ACCEPTD" -> 6;
            case "REJECTD" -> 8;
            default -> 7;
        };
    }

    private static String minutes(long millis) {
        var minute = cached;
        if (minute.number != millis / 60_000) cached = minute = Minute.of(millis);
        return minute.date;
    }

    private static LocalDateTime utc(long millis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }
}
