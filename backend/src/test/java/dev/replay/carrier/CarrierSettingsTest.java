package dev.replay.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Carriers by environment variables alone. */
class CarrierSettingsTest {
    private static CarrierSettings read(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new EnvConfigSource(environment, 300))
                .withMapping(CarrierSettings.class)
                .withValidateUnknown(false)
                .build()
                .getConfigMapping(CarrierSettings.class);
    }

    @Test
    void each_name_is_a_carrier_with_settings_of_its_own() {
        var carriers = read(Map.of(
                        "REPLAY_SMPP_HOST", "one.example.com",
                        "REPLAY_CARRIERS_ACME_KIND", "smpp",
                        "REPLAY_CARRIERS_ACME_HOST", "two.example.com",
                        "REPLAY_CARRIERS_ACME_SYSTEM_ID", "us",
                        "REPLAY_CARRIERS_ACME_SEPARATE_BINDS", "true",
                        "REPLAY_CARRIERS_ACME_RESPONSE_LIMIT", "PT10S",
                        "REPLAY_CARRIERS_BEST_KIND", "SMPP",
                        "REPLAY_CARRIERS_BEST_HOST", "three.example.com"))
                .carriers();
        assertThat(carriers.keySet()).containsExactlyInAnyOrder("acme", "best");
        var acme = carriers.get("acme");
        assertThat(acme.kind()).isEqualTo(CarrierSettings.Kind.SMPP);
        assertThat(acme.host()).contains("two.example.com");
        assertThat(acme.systemId()).isEqualTo("us");
        assertThat(acme.separateBinds()).isTrue();
        assertThat(acme.responseLimit()).isEqualTo(Duration.ofSeconds(10));
        assertThat(carriers.get("best").systemId()).isEqualTo("replay");
    }
}
