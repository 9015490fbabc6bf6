package dev.replay.campaign;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.sms.VariableName;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes drafts and changes them. What a draft says need not be ready to go out: the estimate refuses what is not. */
@ApplicationScoped
public class CampaignDrafts {
    static final int MAX_NAME = 200;
    static final int MAX_BODY = 20_000;
    static final int MAX_DEFAULTS = 50;
    static final int MAX_DEFAULT = 1_000;

    private static final DateTimeFormatter PRESENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Database database;
    private final Clock clock;

    CampaignDrafts(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @return its id */
    public long make(long accountId, ZoneId zone, CampaignResource.NewCampaign asked) {
        return database.forAccount(accountId, c -> {
            if (asked.senderId() == null)
                throw Refusal.at(Problem.INVALID_REQUEST, "/senderId", "A campaign needs a sender ID.");
            Sender sender = Sender.chosen(c, accountId, asked.senderId());
            Template template = template(c, accountId, asked.templateId());
            if (template != null) requireSame(sender.id(), template);
            if (asked.body() == null && template == null)
                throw Refusal.at(Problem.INVALID_REQUEST, "/body", "A campaign needs a body or a template.");

            Campaign draft = new Campaign();
            draft.accountId = accountId;
            draft.name = asked.name() == null ? PRESENT.format(clock.instant().atZone(zone)) : name(asked.name());
            draft.senderId = sender.id();
            draft.route = asked.route() == null ? sender.route() : sender.checked(c, accountId, asked.route());
            draft.body = asked.body() == null ? template.body() : body(asked.body());
            comesFrom(draft, template);
            draft.variableDefaults = defaults(asked.variableDefaults());
            draft.rate = Rate.checked(asked.rate());
            draft.sendBefore =
                    asked.sendBefore() == null ? null : SendBefore.parse(asked.sendBefore(), clock.instant());
            draft.createdAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
            draft.persistAndFlush();
            return draft.id;
        });
    }

    /** @param expected decides whether the present version is the one that was edited */
    void change(long accountId, long id, CampaignPatch patch, @Nullable IfMatch expected) {
        database.forAccount(accountId, c -> {
            Campaign campaign = Campaign.locked(accountId, id);
            if (expected != null) expected.require(campaign.version);
            if (campaign.status != CampaignStatus.SCHEDULED || !patch.nameAlone()) campaign.requireDraft("changed");
            patch.requireValues();
            if (patch.name() != null) {
                String name = name(patch.name());
                if (!name.equals(campaign.name)) {
                    campaign.name = name;
                    campaign.version++;
                }
            }
            if (patch.has("rate") && !Objects.equals(patch.rate(), campaign.rate)) {
                campaign.rate = Rate.checked(patch.rate());
                campaign.version++;
            }
            if (patch.has("sendBefore")) {
                Instant before =
                        patch.sendBefore() == null ? null : SendBefore.parse(patch.sendBefore(), clock.instant());
                if (!Objects.equals(before, campaign.sendBefore)) {
                    campaign.sendBefore = before;
                    campaign.version++;
                }
            }
            if (changeContent(c, campaign, patch)) campaign.contentChanged();
            return null;
        });
    }

    private static boolean changeContent(Connection c, Campaign campaign, CampaignPatch patch) throws SQLException {
        boolean changed = readdress(c, campaign, patch);
        if (patch.body() != null && !patch.body().equals(campaign.body)) {
            campaign.body = body(patch.body());
            // Of a template that is gone nothing is left then.
            if (campaign.templateId == null) campaign.dltTemplateId = null;
            changed = true;
        }
        if (patch.has("variableDefaults")) {
            Map<String, String> defaults = defaults(patch.variableDefaults());
            if (!defaults.equals(campaign.variableDefaults)) {
                campaign.variableDefaults = defaults;
                changed = true;
            }
        }
        if (patch.has("templateId") && !Objects.equals(patch.templateId(), campaign.templateId)) {
            Template template = template(c, campaign.accountId, patch.templateId());
            if (template != null) requireSame(campaign.senderId, template);
            comesFrom(campaign, template);
            // It names where the text came from; the text itself is as it was.
            campaign.version++;
        }
        return changed;
    }

    private static boolean readdress(Connection c, Campaign campaign, CampaignPatch patch) throws SQLException {
        boolean otherSender = patch.senderId() != null && patch.senderId() != campaign.senderId;
        boolean otherRoute = patch.route() != null && !patch.route().equals(campaign.route);
        if (!otherSender && !otherRoute) return false;
        if (campaign.replayOf != null)
            throw Refusal.at(
                    Problem.LOCKED_BY_REPLAY,
                    otherSender ? "/senderId" : "/route",
                    "A replay is sent by the sender ID and the route of its original.");
        Sender sender =
                Sender.chosen(c, campaign.accountId, patch.senderId() == null ? campaign.senderId : patch.senderId());
        String before = campaign.route;
        if (patch.route() != null) campaign.route = sender.checked(c, campaign.accountId, patch.route());
        else if (!sender.routes(c, campaign.accountId).contains(before)) campaign.route = sender.route();
        // A template belongs to a sender; the text that came from it stays.
        if (otherSender) comesFrom(campaign, null);
        campaign.senderId = sender.id();
        return true;
    }

    private static void comesFrom(Campaign campaign, @Nullable Template template) {
        campaign.templateId = template == null ? null : template.id();
        campaign.dltTemplateId = template == null ? null : template.dltTemplateId();
    }

    /** Puts the template's text in the place of the draft's. */
    void importTemplate(long accountId, long id, long templateId) {
        database.forAccount(accountId, c -> {
            Campaign campaign = Campaign.locked(accountId, id);
            campaign.requireDraft("given a template's text");
            Template template = Objects.requireNonNull(template(c, accountId, templateId));
            requireSame(campaign.senderId, template);
            boolean sameText = campaign.body.equals(template.body());
            if (sameText && Objects.equals(campaign.templateId, templateId)) return null;
            campaign.body = template.body();
            comesFrom(campaign, template);
            if (sameText) campaign.version++;
            else campaign.contentChanged();
            return null;
        });
    }

    void delete(long accountId, long id) {
        database.forAccount(accountId, c -> {
            Campaign campaign = Campaign.locked(accountId, id);
            campaign.requireDraft("deleted");
            for (String table : new String[] {"message", "tally", "rejection"})
                Database.update(c, "delete from " + table + " where campaign_id = ?", s -> s.setLong(1, id));
            campaign.delete();
            return null;
        });
    }

    private static @Nullable Template template(Connection c, long accountId, @Nullable Long id) throws SQLException {
        if (id == null) return null;
        return Template.find(c, accountId, id)
                .orElseThrow(
                        () -> Refusal.at(Problem.INVALID_REQUEST, "/templateId", "There is no template " + id + "."));
    }

    private static void requireSame(long senderId, Template template) {
        if (template.senderId() != senderId)
            throw Refusal.at(
                            Problem.TEMPLATE_OF_ANOTHER_SENDER,
                            "/templateId",
                            "The template “%s” is registered for another sender ID than the campaign's."
                                    .formatted(template.name()))
                    .with("templateSenderId", template.senderId());
    }

    static String name(String name) {
        return text("/name", "name", name.strip(), 1, MAX_NAME);
    }

    static String body(String body) {
        return text("/body", "body", body, 0, MAX_BODY);
    }

    static String text(String pointer, String what, String text, int min, int max) {
        if (text.length() < min || text.length() > max)
            throw Refusal.at(
                    Problem.INVALID_REQUEST,
                    pointer,
                    "The %s has %d characters; %d to %d are allowed.".formatted(what, text.length(), min, max));
        return text;
    }

    private static Map<String, String> defaults(@Nullable Map<String, @Nullable String> asked) {
        Map<String, String> defaults = new LinkedHashMap<>();
        if (asked == null) return defaults;
        if (asked.size() > MAX_DEFAULTS)
            throw Refusal.at(
                    Problem.INVALID_REQUEST,
                    "/variableDefaults",
                    "There are %d defaults; at most %d are kept.".formatted(asked.size(), MAX_DEFAULTS));
        asked.forEach((key, value) -> {
            String pointer = "/variableDefaults/" + key.replace("~", "~0").replace("/", "~1");
            String name = VariableName.canonical(key);
            if (!VariableName.isValid(name))
                throw Refusal.at(
                        Problem.INVALID_REQUEST,
                        pointer,
                        "“%s” cannot be the name of a variable.".formatted(Shown.shortened(key)));
            String text = text(pointer, "default", value == null ? "" : value, 0, MAX_DEFAULT);
            if (defaults.putIfAbsent(name, text) != null)
                throw Refusal.at(Problem.INVALID_REQUEST, pointer, "The variable “%s” is named twice.".formatted(name));
        });
        return defaults;
    }
}
