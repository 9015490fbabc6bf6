package dev.replay.carrier.kaleyra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.carrier.Delivery;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KaleyraWordsTest {
    private static final Map<String, String> INBOUND = Map.of(
            "source", "919812345678",
            "recipient", "56767",
            "status", "SENT",
            "status_trace", "SENT",
            "id", "9d1c1f0e",
            "kid", "17",
            "message", "STOP",
            "operator", "AIRTEL",
            "circle", "KA");

    private static Delivery read(Map<String, String> fields) {
        return KaleyraWords.read((short) 3, fields, "");
    }

    @Test
    void aMessageFromAPersonIsOneWithAKeywordAndWithout() {
        var stop = new Delivery.Inbound((short) 3, "919812345678", "56767", "STOP");
        for (String keyword : new String[] {"", "STOP"}) {
            Map<String, String> fields = new HashMap<>(INBOUND);
            fields.put("keyword", keyword);
            assertThat(read(fields)).isEqualTo(stop);
        }
    }

    @Test
    void aReceiptThatBringsTheTextOfTheMessageIsAReceipt() {
        Map<String, String> fields = new HashMap<>(INBOUND);
        fields.remove("kid");
        fields.put("status", "DELIVERED");
        assertThat(read(fields)).isInstanceOfSatisfying(Delivery.Receipt.class, receipt -> {
            assertThat(receipt.carrierMessageId()).isEqualTo("9d1c1f0e");
            assertThat(receipt.stat()).isEqualTo("DELIVERED");
        });
    }
}
