package dev.replay.carrier.simulator;

import dev.replay.carrier.smpp.Alphabet;
import dev.replay.carrier.smpp.ShortMessage;
import dev.replay.carrier.smpp.Tlv;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people read: parts put together as a handset does it, the latest texts kept. */
final class Handsets {
    /** @param priority, receipt (whether one is asked for) and tlvs of its first part, but for those that say how it is split */
    record Text(long recipient, String sender, String text, int priority, boolean receipt, List<Tlv> tlvs) {}

    /** Texts of which parts are missing, beyond it the oldest is given up. */
    private static final int INCOMPLETE = 1_000;

    private record Key(long recipient, String sender, int reference, int total) {}

    private final Deque<Text> texts = new ArrayDeque<>();
    private final Map<Key, String[]> incomplete = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, String[]> eldest) {
            return size() > INCOMPLETE;
        }
    };

    /** @param alphabet of data coding 0 */
    void took(ShortMessage message, Alphabet alphabet, int kept) {
        int total = message.parts();
        String text = text(message, alphabet);
        if (total > 1) {
            var key = new Key(message.destination().digits(), message.source().value(), message.reference(), total);
            String[] parts = incomplete.computeIfAbsent(key, k -> new String[total]);
            int part = message.part();
            if (part < 1 || part > total) return;
            parts[part - 1] = text;
            for (String each : parts) if (each == null) return;
            incomplete.remove(key);
            text = String.join("", parts);
        }
        texts.addLast(new Text(
                message.destination().digits(),
                message.source().value(),
                text,
                message.priority(),
                message.registeredDelivery() != 0,
                message.tlvs().stream().filter(Handsets::isOther).toList()));
        while (texts.size() > kept) texts.removeFirst();
    }

    List<Text> texts() {
        return new ArrayList<>(texts);
    }

    private static boolean isOther(Tlv tlv) {
        return tlv.tag() != Tlv.MESSAGE_PAYLOAD
                && tlv.tag() != Tlv.SAR_MSG_REF_NUM
                && tlv.tag() != Tlv.SAR_TOTAL_SEGMENTS
                && tlv.tag() != Tlv.SAR_SEGMENT_SEQNUM;
    }

    private static String text(ShortMessage message, Alphabet alphabet) {
        byte[] octets = message.text();
        return switch (message.dataCoding()) {
            case ShortMessage.UCS_2 -> new String(octets, StandardCharsets.UTF_16BE);
            case ShortMessage.LATIN_1 -> new String(octets, StandardCharsets.ISO_8859_1);
            default -> alphabet.decode(octets, message.header());
        };
    }
}
