package dev.replay.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.status.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusMappingTest {
    @ParameterizedTest
    @CsvSource({
        "DELIVRD, 000, DELIVERED, DELIVRD", "EXPIRED, 000, UNDELIVERED, EXPIRED",
        "REJECTD, 001, UNDELIVERED, REJECTED", "DELETED, 000, UNDELIVERED, FAILED",
        "UNKNOWN, 000, SENT, NO-DLR-OPTR", "ACCEPTD, 000, SENT, ENROUTE",
        "ENROUTE, 000, SENT, ENROUTE", "SKIPPED, 000, SENT, NO-DLR-OPTR",
        "UNDELIV, 001, UNDELIVERED, INVALID-SUB", "UNDELIV, 5, UNDELIVERED, ABSENT-SUB",
        "UNDELIV, 006, UNDELIVERED, ABSENT-SUB", "UNDELIV, 027, UNDELIVERED, ABSENT-SUB",
        "UNDELIV, 033, UNDELIVERED, ABSENT-SUB", "UNDELIV, 009, UNDELIVERED, BARRED",
        "UNDELIV, 011, UNDELIVERED, BARRED", "UNDELIV, 013, UNDELIVERED, BARRED",
        "UNDELIV, 015, UNDELIVERED, BARRED", "UNDELIV, 031, UNDELIVERED, HANDSET-BUSY",
        "UNDELIV, 032, UNDELIVERED, HANDSET-ERR", "UNDELIV, 012, UNDELIVERED, HANDSET-ERR",
        "UNDELIV, 008, UNDELIVERED, FAILED", "UNDELIV, 021, UNDELIVERED, NET-ERR",
        "UNDELIV, 034, UNDELIVERED, NET-ERR", "UNDELIV, 035, UNDELIVERED, NET-ERR",
        "UNDELIV, 036, UNDELIVERED, NET-ERR", "UNDELIV, 099, UNDELIVERED, UN-DELIV",
        "UNDELIV, 0x1F, UNDELIVERED, UN-DELIV", "UNDELIV, 99999999999, UNDELIVERED, UN-DELIV"
    })
    void aReceiptMeans(String stat, String err, Status status, String code) {
        assertThat(StatusMapping.of(stat, err)).isEqualTo(new StatusMapping.Meaning(status, code));
    }

    @ParameterizedTest
    @CsvSource({"1a2b3c, 1715004", "1715004, 1a2b3c", "1715004, 001A2B3C", "00012, 12", "ABCD, abcd"})
    void anIdIsFoundAsTheOtherSideSpellsIt(String receipt, String response) {
        assertThat(CarrierMessageId.spellings(receipt)).contains(response);
    }
}
