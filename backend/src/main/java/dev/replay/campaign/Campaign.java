package dev.replay.campaign;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * One text to many recipients, and its life:
 * draft → (scheduled →) processing ⇄ paused → submitted, or cancelled; what is sent again takes a submitted one back to
 * processing. Transitions refuse with `state-conflict`.
 */
@Entity
@Table(name = "campaign")
@DynamicUpdate
public class Campaign extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @Column(name = "account_id")
    public long accountId;

    public String name;

    @Convert(converter = CampaignStatusColumn.class)
    public CampaignStatus status = CampaignStatus.DRAFT;

    @Column(name = "sender_id")
    public long senderId;

    public String route;
    public String body;

    /** Where the text came from, until that is deleted. */
    @Column(name = "template_id")
    public @Nullable Long templateId;

    /** Under which India's operators have registered it; stays as long as the text. */
    @Column(name = "dlt_template_id")
    public @Nullable String dltTemplateId;

    /** Canonical names, in the order of the rows' values. */
    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(name = "variable_names")
    public List<String> variableNames = List.of();

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "variable_defaults")
    public Map<String, String> variableDefaults = new LinkedHashMap<>();

    public int recipients;
    public long version = 1;

    @Column(name = "content_version")
    public long contentVersion = 1;

    @Column(name = "pause_reason")
    public @Nullable String pauseReason;

    @Column(name = "waiting_for")
    public @Nullable String waitingFor;

    /** Segments per second; null is unlimited. */
    public @Nullable Integer rate;

    /** When what has not been sent is left out. */
    @Column(name = "send_before")
    public @Nullable Instant sendBefore;

    /** When that time had come: nothing more of it is sent. */
    @Column(name = "expired_at")
    public @Nullable Instant expiredAt;

    @Column(name = "replay_of")
    public @Nullable Long replayOf;

    @Column(name = "root_id")
    public @Nullable Long rootId;

    @Column(name = "estimate_id")
    public @Nullable Long estimateId;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "scheduled_at")
    public @Nullable Instant scheduledAt;

    @Column(name = "submitted_at")
    public @Nullable Instant submittedAt;

    @Column(name = "finished_at")
    public @Nullable Instant finishedAt;

    @Column(name = "settled_at")
    public @Nullable Instant settledAt;

    /** When somebody last decided what had become of messages in doubt. */
    @Column(name = "resolved_at")
    public @Nullable Instant resolvedAt;

    /** @throws Refusal not-found, also for another account's campaign */
    public static Campaign of(long accountId, long id) {
        return Campaign.<Campaign>find("id = ?1 and accountId = ?2", id, accountId)
                .firstResultOptional()
                .orElseThrow(() -> missing(id));
    }

    /** The same, locked for a change until the transaction ends. */
    public static Campaign locked(long accountId, long id) {
        return Campaign.<Campaign>find("id = ?1 and accountId = ?2", id, accountId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .orElseThrow(() -> missing(id));
    }

    private static Refusal missing(long id) {
        return new Refusal(Problem.NOT_FOUND, "There is no campaign " + id + ".");
    }

    /** Audience, text, sender or route changed: estimates made before are stale. */
    public void contentChanged() {
        contentVersion++;
        version++;
    }

    public void requireDraft(String verb) {
        require(verb, CampaignStatus.DRAFT);
    }

    /** Launched for now: the first submission is this instant. */
    public void start(Instant now) {
        require("launched", CampaignStatus.DRAFT, CampaignStatus.SCHEDULED);
        move(CampaignStatus.PROCESSING);
        submittedAt = now;
    }

    public void schedule(Instant at) {
        require("scheduled", CampaignStatus.DRAFT, CampaignStatus.SCHEDULED);
        move(CampaignStatus.SCHEDULED);
        scheduledAt = at;
    }

    public void unschedule() {
        require("unscheduled", CampaignStatus.SCHEDULED);
        move(CampaignStatus.DRAFT);
        scheduledAt = null;
        estimateId = null;
    }

    /** @param reason `by-hand`, `missed-schedule`, … */
    public void pause(String reason) {
        require("paused", CampaignStatus.PROCESSING, CampaignStatus.SCHEDULED);
        move(CampaignStatus.PAUSED);
        pauseReason = reason;
        waitingFor = null;
    }

    public void resume(Instant now) {
        require("resumed", CampaignStatus.PAUSED);
        move(CampaignStatus.PROCESSING);
        pauseReason = null;
        // One that missed its schedule has not started before.
        if (submittedAt == null) submittedAt = now;
    }

    public void cancel() {
        require("cancelled", CampaignStatus.SCHEDULED, CampaignStatus.PROCESSING, CampaignStatus.PAUSED);
        move(CampaignStatus.CANCELLED);
        pauseReason = null;
        waitingFor = null;
    }

    /** Some of its messages go out once more: what had ended goes on, and what is paused will. */
    public void sendAgain() {
        require("sent again", CampaignStatus.PROCESSING, CampaignStatus.PAUSED, CampaignStatus.SUBMITTED);
        if (expiredAt != null)
            throw new Refusal(
                            Problem.STATE_CONFLICT,
                            "Campaign %d was to be sent before %s; nothing of it is sent any more."
                                    .formatted(id, sendBefore))
                    .with("campaignStatus", status.slug());
        move(status == CampaignStatus.PAUSED ? CampaignStatus.PAUSED : CampaignStatus.PROCESSING);
        finishedAt = null;
        settledAt = null;
    }

    private void move(CampaignStatus next) {
        status = next;
        version++;
    }

    private void require(String verb, CampaignStatus... allowed) {
        for (CampaignStatus one : allowed) if (status == one) return;
        throw new Refusal(
                        Problem.STATE_CONFLICT,
                        "Campaign %d is %s and cannot be %s.".formatted(id, status.slug(), verb))
                .with("campaignStatus", status.slug());
    }
}
