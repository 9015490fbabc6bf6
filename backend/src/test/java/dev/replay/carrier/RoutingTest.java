package dev.replay.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private final Line acme = new Line(new TestCarrier((short) 3, "acme"), 0);
    private final Line best = new Line(new TestCarrier((short) 4, "best"), 0);
    private final Line cheap = new Line(new TestCarrier((short) 5, "cheap"), 0);
    private final List<Line> all = List.of(acme, best, cheap);

    @Test
    void without_a_list_all_carriers_are_taken_in_their_order() {
        assertThat(Routing.of(Map.of(), all).lines("transactional", "IN")).containsExactly(acme, best, cheap);
    }

    @Test
    void the_list_of_route_and_country_goes_before_that_of_the_route_and_that_before_the_one_of_all() {
        var routing = Routing.of(
                Map.of(
                        "replay.routes", "cheap",
                        "replay.routes.transactional", "best, acme",
                        "replay.routes.transactional-in", "acme,cheap"),
                all);
        assertThat(routing.lines("transactional", "IN")).containsExactly(acme, cheap);
        assertThat(routing.lines("transactional", "DE")).containsExactly(best, acme);
        assertThat(routing.lines("promotional", "IN")).containsExactly(cheap);
        assertThat(routing.lines("transactional")).containsExactlyInAnyOrder(best, acme, cheap);
    }

    @Test
    void an_environment_variable_says_the_same() {
        var routing = Routing.of(
                Map.of("REPLAY_ROUTES_HIGH_PRIORITY", "best", "REPLAY_ROUTES_HIGH_PRIORITY_IN", "acme"), all);
        assertThat(routing.lines("high-priority", "FR")).containsExactly(best);
        assertThat(routing.lines("high-priority", "IN")).containsExactly(acme);
    }

    @Test
    void a_list_of_a_carrier_that_is_not_there_is_refused_with_those_that_are() {
        assertThatThrownBy(() -> Routing.of(Map.of("replay.routes.otp", "acme,acmee"), all))
                .hasMessage("replay.routes.otp names acmee, but the carriers are [acme, best, cheap]");
        assertThatThrownBy(() -> Routing.of(Map.of("replay.routes.otp", " ,"), all))
                .hasMessage("replay.routes.otp names no carrier");
    }

    @Test
    void a_route_whose_carriers_are_all_away_is_an_exception_to_the_others() throws Exception {
        var gone = new TestCarrier((short) 6, "gone");
        gone.ready = false;
        var away = new Line(gone, 0);
        var routing = Routing.of(
                Map.of("replay.routes", "acme", "replay.routes.otp", "gone", "replay.routes.bulk-in", "gone"),
                List.of(acme, away));
        org.awaitility.Awaitility.await().until(away::away);
        assertThat(routing.open("otp")).isFalse();
        assertThat(routing.open("bulk")).isTrue();
        assertThat(routing.openness().open()).isTrue();
        assertThat(routing.openness().exceptions()).contains("otp").doesNotContain("bulk");
    }

    @Test
    void each_list_says_whether_its_messages_could_leave() {
        var gone = new TestCarrier((short) 6, "gone");
        gone.ready = false;
        var away = new Line(gone, 0);
        var routing = Routing.of(
                Map.of("replay.routes.high-priority", "acme", "replay.routes.high-priority-in", "gone"),
                List.of(acme, away));
        org.awaitility.Awaitility.await().until(away::away);
        assertThat(routing.ways())
                .containsExactlyInAnyOrder(
                        new Routing.Way("high-priority", "", true),
                        new Routing.Way("high-priority", "IN", false),
                        new Routing.Way("", "", true));
    }
}
