package dev.replay.account;

import jakarta.enterprise.context.RequestScoped;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Who makes the present request; filled by the authentication filter before any resource runs. */
@RequestScoped
public class Caller {
    private @Nullable Identity identity;

    /**
     * @param actor "user:7" or "api-key:3", as the audit log names it
     * @param operator the installation's own administrator
     */
    public record Identity(
            long accountId,
            String actor,
            Role role,
            boolean operator,
            String currency,
            ZoneId zone,
            String displayName) {}

    void is(Identity identity) {
        this.identity = identity;
    }

    public boolean known() {
        return identity != null;
    }

    /** @throws IllegalStateException where no filter has let somebody in: a resource without {@link Requires} */
    public Identity identity() {
        if (identity == null) throw new IllegalStateException("nobody is authenticated");
        return identity;
    }

    public long accountId() {
        return identity().accountId();
    }

    public String currency() {
        return identity().currency();
    }

    public ZoneId zone() {
        return identity().zone();
    }

    public String actor() {
        return identity().actor();
    }
}
