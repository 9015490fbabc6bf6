package dev.replay.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BannerTest {
    private static final URI ADDRESS = URI.create("http://localhost:8080");

    @Test
    void withoutADemoItSaysWhereTheServiceIs() {
        assertThat(Banner.of(ADDRESS, Optional.empty(), true)).isEqualTo("\nReplay is ready on http://localhost:8080");
    }

    @Test
    void whereNobodyCouldSignInItSaysHowToMakeSomebody() {
        assertThat(Banner.of(ADDRESS, Optional.empty(), false).lines())
                .endsWith(
                        "  sign in   nobody can yet: start it again with REPLAY_ADMIN_EMAIL and REPLAY_ADMIN_PASSWORD");
    }

    @Test
    void withADemoItSaysHowToGetIn() {
        var demo = new DemoAccess("demo@example.com", "replay-demo", Path.of(".data/demo-api-key"));

        assertThat(Banner.of(ADDRESS, Optional.of(demo), true).lines())
                .containsExactly(
                        "",
                        "Replay is ready on http://localhost:8080",
                        "  sign in   demo@example.com / replay-demo",
                        "  API key   in .data/demo-api-key",
                        "  try       curl -H \"api-key: $(cat .data/demo-api-key)\" http://localhost:8080/v1/campaigns");
    }
}
