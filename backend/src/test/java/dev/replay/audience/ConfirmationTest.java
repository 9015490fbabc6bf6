package dev.replay.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.sms.SmsText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmationTest {
    private static final long INDIA = 919_812_345_678L;

    @ParameterizedTest
    @CsvSource({
        "STOP, 46701234567, will send",
        "Stop ACME, 919812345678, will send",
        "Arrêt, 33612345678, ne vous enverra",
        "BAJA, 34612345678, ya no le manda",
        "cancelar, 5511912345678, deixa de",
        "cancelar, 525512345678, ya no le manda",
        "cancelar, 919812345678, will send",
        "stopp, 4915112345678, sendet Ihnen",
        "stopp, 46701234567, skickar",
        "stopp, 4740612345, flere meldinger",
        "stopp, 919812345678, will send",
        "стоп, 380501234567, не писатиме",
        "стоп, 79161234567, не будет вам",
        "стоп, 359881234567, няма да",
        "отписка, 380501234567, не будет вам",
        "停止, 8613812345678, 不会再",
        "停止, 819012345678, 停止しました",
        "توقف, 966512345678, إليك",
        "توقف, 989121234567, پیام",
        "berhenti, 60123456789, tidak akan"
    })
    void itIsInTheLanguageOfTheWordAndOfACommonOneInThatOfTheCountry(String said, long person, String part) {
        assertThat(Confirmation.of(said, "ACME", person)).contains("ACME").contains(part);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP",
                "ARRET",
                "BAJA",
                "SAIR",
                "BASTA",
                "ABMELDEN",
                "AVSLUTA",
                "AFMELD",
                "AVMELD",
                "STOPPEN",
                "WYPISZ",
                "IPTAL",
                "BERHENTI",
                "ОТПИСКА",
                "ВІДПИСКА",
                "ΣΤΟΠ",
                "إيقاف",
                "لغو",
                "بند",
                "הסר",
                "बंद",
                "বন্ধ",
                "退订",
                "配信停止",
                "중지",
                "หยุด",
                "HUY"
            })
    void itIsOneSegmentWhateverTheSender(String said) {
        String text = Confirmation.of(said, "+123456789012345", INDIA);
        assertThat(SmsText.of(text).segments()).as(text).isEqualTo(1);
        assertThat(text.startsWith("+123456789012345 will send")).isEqualTo(said.equals("STOP"));
        assertThat(text).containsPattern("START|СТАРТ");
    }

    @Test
    void itAsksForNothingItself() {
        assertThat(Reply.of(Confirmation.of("STOP", "ACME", INDIA), "ACME")).isEqualTo(Reply.OTHER);
    }
}
