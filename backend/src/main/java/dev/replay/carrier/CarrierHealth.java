package dev.replay.carrier;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says how it stands with the carriers. Requests are answered without one all the same, and campaigns wait for one that is
 * away, so it never takes the service out of rotation.
 */
@Readiness
@ApplicationScoped
class CarrierHealth implements HealthCheck {
    private final Carriers carriers;

    CarrierHealth(Carriers carriers) {
        this.carriers = carriers;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("carrier").up();
        var lines = carriers.lines();
        if (lines.isEmpty())
            return response.withData("state", "none is configured: a launch is refused with no-carrier")
                    .build();
        // One alone is named as ever: what reads it need not know that there can be several.
        if (lines.size() == 1) response.withData("name", lines.getFirst().name());
        for (Line line : lines) say(response, line, lines.size() == 1 ? "" : line.name() + " ");
        return response.build();
    }

    private static void say(HealthCheckResponseBuilder response, Line line, String prefix) {
        response.withData(prefix + "state", line.ready() ? "up" : "away: campaigns wait");
        for (BindState bind : line.binds())
            response.withData(
                    prefix + "bind " + bind.index(),
                    bind.lastError().isEmpty() ? bind.state() : bind.state() + ": " + bind.lastError());
    }
}
