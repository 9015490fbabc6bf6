package dev.replay.carrier;

import dev.replay.carrier.smpp.BindState;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says how it stands with the carrier. Requests are answered without one all the same, and campaigns wait for one that is
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
        var carrier = carriers.sending();
        if (carrier.isEmpty())
            return response.withData("state", "none is configured: a launch is refused with no-carrier")
                    .build();
        response.withData("name", carrier.get().name())
                .withData("state", carrier.get().ready() ? "up" : "away: campaigns wait");
        for (BindState bind : carriers.binds())
            response.withData(
                    "bind " + bind.index(),
                    bind.lastError().isEmpty() ? bind.state() : bind.state() + ": " + bind.lastError());
        return response.build();
    }
}
