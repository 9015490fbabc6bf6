package dev.replay.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageBodyTest {
    @Test
    void variables_are_listed_once_in_order_in_lower_case() {
        assertThat(MessageBody.parse("{Name} {city} {NAME} {_x9}").variables()).containsExactly("name", "city", "_x9");
        assertThat(MessageBody.parse("no variables").variables()).isEmpty();
    }

    @Test
    void doubled_braces_are_braces() {
        assertThat(render("{{name}} {{{name}}} }}{{", "name", "Asha")).isEqualTo("{name} {Asha} }{");
        assertThat(MessageBody.parse("{{a}}").variables()).isEmpty();
    }

    @ParameterizedTest(name = "{0} is malformed at {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "a { b~2",
                "{~0",
                "Hi }~3",
                "{}~0",
                "Hi {1st}~3",
                "{first name}~0",
                "{#var#}~0",
                "{naïve}~0",
                "{{a}~3",
                "{a}}~3",
                "{a{b}}~0",
                "😀{~2",
                "{abcdefghijklmnopqrstuvwxyz_0123456}~0"
            })
    void other_braces_are_refused_with_their_place(String body, int offset) {
        MessageBody.Malformed malformed =
                catchThrowableOfType(MessageBody.Malformed.class, () -> MessageBody.parse(body));
        assertThat(malformed).isNotNull();
        assertThat(malformed.offset()).isEqualTo(offset);
        assertThat(malformed.detail()).isNotBlank();
    }

    @Test
    void a_name_may_have_32_characters() {
        String name = "a".repeat(32);
        assertThat(MessageBody.parse("{" + name + "}").variables()).containsExactly(name);
    }

    @Test
    void names_compare_without_regard_to_case() {
        Renderer renderer =
                MessageBody.parse("Dear {NAME} of {City}").bind(List.of("Name", "other"), Map.of("CITY", "Pune"));
        assertThat(renderer.render(new String[] {"Asha", "x"})).isEqualTo("Dear Asha of Pune");
    }

    @Test
    void an_empty_or_absent_value_takes_the_default() {
        Renderer renderer = MessageBody.parse("Dear {name}!").bind(List.of("name"), Map.of("name", "friend"));
        assertThat(renderer.render(new String[] {""})).isEqualTo("Dear friend!");
        assertThat(renderer.render(new String[] {null})).isEqualTo("Dear friend!");
        assertThat(renderer.render(new String[0])).isEqualTo("Dear friend!");
        assertThat(renderer.render(null)).isEqualTo("Dear friend!");
        assertThat(renderer.render(new String[] {" "})).isEqualTo("Dear  !");
    }

    @Test
    void without_value_and_default_there_is_no_text_and_the_variable_is_named() {
        Renderer renderer = MessageBody.parse("{a} {b} {c} {b}").bind(List.of("a", "b"), Map.of("a", "1", "b", ""));
        assertThat(renderer.render(new String[] {"x", ""})).isNull();
        assertThat(renderer.missing(new String[] {"x", ""})).containsExactly("b", "c");
        assertThat(renderer.unknown()).containsExactly("c");
    }

    @Test
    void a_renderer_knows_whether_rows_differ() {
        assertThat(MessageBody.parse("Hi").bind(List.of("a"), Map.of()).constant())
                .isTrue();
        assertThat(MessageBody.parse("{b}").bind(List.of("a"), Map.of("b", "x")).constant())
                .isTrue();
        assertThat(MessageBody.parse("{a}").bind(List.of("a"), Map.of()).constant())
                .isFalse();
    }

    @Test
    void values_are_text_and_never_read_as_variables() {
        assertThat(render("{name}", "name", "{other} }}")).isEqualTo("{other} }}");
    }

    @Test
    void dlt_variables_are_numbered_in_their_order() {
        assertThat(MessageBody.fromDlt("Dear {#var#}, OTP {#VAR#} of {#var#}."))
                .isEqualTo("Dear {var1}, OTP {var2} of {var3}.");
        assertThat(MessageBody.fromDlt("{Var1} {#var#}")).isEqualTo("{Var1} {var2}");
        assertThat(MessageBody.fromDlt("no {variable} of DLT")).isEqualTo("no {variable} of DLT");
        assertThat(MessageBody.fromDlt("İ {#var#}")).isEqualTo("İ {var1}");
    }

    @Property
    void any_text_with_its_braces_doubled_renders_to_itself(@ForAll String text) {
        MessageBody body = MessageBody.parse(text.replace("{", "{{").replace("}", "}}"));
        assertThat(body.bind(List.of(), Map.of()).render(null)).isEqualTo(text);
    }

    @Property
    void any_text_is_either_read_or_refused_with_a_place_inside_of_it(@ForAll String text) {
        try {
            assertThat(MessageBody.parse(text).source()).isEqualTo(text);
        } catch (MessageBody.Malformed malformed) {
            assertThat(text.charAt(malformed.offset())).isIn('{', '}');
        }
    }

    @ParameterizedTest
    @CsvSource({"' First Name ',first_name", "NAME,name", "a\u00A0b,a_b", "'\tplain\n',plain"})
    void headers_become_names(String header, String name) {
        assertThat(VariableName.canonical(header)).isEqualTo(name);
        assertThat(VariableName.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a-b", "naïve", "a b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void some_names_are_not_valid(String name) {
        assertThat(VariableName.isValid(name)).isFalse();
    }

    private static String render(String body, String name, String value) {
        return MessageBody.parse(body).bind(List.of(name), Map.of()).render(new String[] {value});
    }
}
