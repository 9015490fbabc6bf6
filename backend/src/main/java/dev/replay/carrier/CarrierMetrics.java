package dev.replay.carrier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;

/**
 * What this process sees of each carrier, under {@code /q/metrics}: parts by what became of them
 * ({@code replay_carrier_parts_total}, a throttled one counts each time), those on the wire and the window they share, and
 * whether it takes messages.
 */
@ApplicationScoped
class CarrierMetrics {

    /** After the carriers have started. */
    void start(@Observes @Priority(200) StartupEvent event, Carriers carriers, MeterRegistry registry) {
        for (Line line : carriers.lines()) {
            line.parts()
                    .forEach((outcome, count) -> FunctionCounter.builder("replay.carrier.parts", count, c -> c.sum())
                            .description("Parts handed to a carrier, by what became of them")
                            .tag("carrier", line.name())
                            .tag("outcome", outcome.getSimpleName().toLowerCase(Locale.ROOT))
                            .register(registry));
            Gauge.builder("replay.carrier.in.flight", line, l -> l.load().inFlight())
                    .description("Parts on the wire and not answered")
                    .tag("carrier", line.name())
                    .register(registry);
            Gauge.builder("replay.carrier.window", line, l -> l.load().window())
                    .description("Parts that may be on the wire, over all live connections")
                    .tag("carrier", line.name())
                    .register(registry);
            Gauge.builder("replay.carrier.up", line, l -> l.ready() ? 1 : 0)
                    .description("1 while it takes messages")
                    .tag("carrier", line.name())
                    .register(registry);
        }
    }
}
