package dev.replay.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP",
                "stop",
                " Stop. ",
                "«Stop!»",
                "STOP\n",
                "S\u0054OP",
                "ＳＴＯＰ",
                "\uFEFFstop\u200B",
                "stopall",
                "Stop all",
                "UNSUBSCRIBE",
                "cancel",
                "End",
                "quit",
                "opt-out",
                "Arrêt",
                "ARRET",
                "arrêter",
                "stopp",
                "baja",
                "Parar",
                "alto",
                "сто\u043F",
                "СТОП",
                "إيقاف",
                "ايقاف",
                "إِيقاف",
                "रोकें",
                "退订",
                "td",
                "iptal",
                "İptal",
                "הסר",
                "STOP ACME",
                "stop acme!",
                "Arrêt Acme"
            })
    void oneWordAloneOrBeforeTheSendersNameIsAnOptOut(String text) {
        assertThat(Reply.of(text, "ACME")).isEqualTo(Reply.STOP);
        assertThat(Reply.of(Normalizer.normalize(text, Normalizer.Form.NFD), "ACME"))
                .isEqualTo(Reply.STOP);
        assertThat(Reply.of(Normalizer.normalize(text, Normalizer.Form.NFC), "ACME"))
                .isEqualTo(Reply.STOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "?",
                "please stop the delivery",
                "Don't stop",
                "stop it",
                "STOP OTHER",
                "nonstop",
                "ACME",
                "yes",
                "the end",
                "रोक"
            })
    void whateverElseSomebodyWritesIsNone(String text) {
        assertThat(Reply.of(text, "ACME")).isEqualTo(Reply.OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"START", "start", "Unstop", "Start ACME", "старт"})
    void anotherWordAsksForThemAgain(String text) {
        assertThat(Reply.of(text, "ACME")).isEqualTo(Reply.START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop 56767", "STOP +56767"})
    void theSenderMayBeANumber(String text) {
        assertThat(Reply.of(text, "56767")).isEqualTo(Reply.STOP);
    }

    @Property
    void noTextIsAnError(@ForAll String text, @ForAll String sender) {
        assertThat(Reply.of(text, sender)).isNotNull();
    }
}
