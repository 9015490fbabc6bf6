package dev.replay.dispatch;

import dev.replay.store.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every pace that this process keeps to; one for all of its workers. */
final class Paces {
    /** Those of campaigns that ended are let go with the others when there are more. */
    private static final int MOST = 1_000;

    private static final long NO_CAMPAIGN = 0;

    private record Key(String scope, long key, int rate) {}

    private final Database database;
    private final Map<Key, Pace> paces = new HashMap<>();

    Paces(Database database) {
        this.database = database;
    }

    /** @param rate segments per second; null or 0 is unlimited */
    synchronized @Nullable Pace of(String scope, long key, @Nullable Integer rate) {
        if (rate == null || rate == 0) return null;
        if (paces.size() > MOST) paces.clear();
        return paces.computeIfAbsent(new Key(scope, key, rate), k -> new Pace(database, scope, key, rate));
    }

    /** What may be written by a carrier beside all campaigns. */
    Allowance allowance(short carrierId, int carrierRate) {
        Pace pace = of("carrier", carrierId, carrierRate);
        return new Allowance(NO_CAMPAIGN, pace == null ? List.of() : List.of(pace));
    }

    /** What a run of a campaign may write by a carrier: the least of what campaign, sender and carrier allow. */
    Allowance allowance(Outgoing outgoing, short carrierId, int carrierRate) {
        List<Pace> limits = new ArrayList<>();
        for (Pace pace : new @Nullable Pace[] {
            of("campaign", outgoing.campaignId, outgoing.rate),
            of("sender", outgoing.senderId, outgoing.senderRate),
            of("carrier", carrierId, carrierRate)
        }) if (pace != null) limits.add(pace);
        return new Allowance(outgoing.campaignId, limits);
    }
}
