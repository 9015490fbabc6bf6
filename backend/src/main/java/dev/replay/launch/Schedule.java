package dev.replay.launch;

import dev.replay.campaign.Campaign;
import dev.replay.campaign.CampaignStatus;
import dev.replay.campaign.Events;
import dev.replay.store.Database;
import dev.replay.store.Rounds;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.Timeouts;

/**
 * Starts what has come due. The schedule is the campaigns' rows alone, so it survives a restart; rows that another
 * process has locked are passed over, and one that has started is due no more, so each fires once.
 */
@ApplicationScoped
class Schedule {
    /** Later than this nobody expects the messages any more: a person decides. */
    static final Duration TOLERANCE = Duration.ofMinutes(15);

    private static final int AT_ONCE = 100;

    private final Database database;
    private final Clock clock;

    Schedule(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void rounds(@Observes StartupEvent event, Rounds rounds) {
        rounds.every(Duration.ofSeconds(1), this::look);
    }

    void look() {
        Instant now = clock.instant();
        while (start(now) == AT_ONCE)
            ;
    }

    private int start(Instant now) {
        return database.asEngine(c -> {
            List<Campaign> due = Campaign.<Campaign>find(
                            "status = ?1 and scheduledAt <= ?2 order by scheduledAt", CampaignStatus.SCHEDULED, now)
                    .withLock(LockModeType.PESSIMISTIC_WRITE)
                    .withHint("jakarta.persistence.lock.timeout", Timeouts.SKIP_LOCKED_MILLI)
                    .page(0, AT_ONCE)
                    .list();
            for (Campaign campaign : due) {
                if (campaign.scheduledAt.isBefore(now.minus(TOLERANCE))) {
                    campaign.pause("missed-schedule");
                    Events.warned("campaign.missed-schedule", campaign.id, "due", campaign.scheduledAt);
                } else {
                    campaign.start(now);
                    Launches.release(c, campaign);
                    Events.happened("campaign.started", campaign.id, "recipients", campaign.recipients);
                }
            }
            return due.size();
        });
    }
}
