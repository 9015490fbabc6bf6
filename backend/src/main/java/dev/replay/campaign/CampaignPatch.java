package dev.replay.campaign;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A partial update: what is absent stays, an explicit null clears what may be empty. */
@Schema(
        name = "CampaignPatch",
        description = "What is absent stays; null clears templateId, variableDefaults, rate and sendBefore.")
public final class CampaignPatch {
    private static final Set<String> CLEARABLE = Set.of("templateId", "variableDefaults", "rate", "sendBefore");

    @Schema(examples = "Spring offer, second try")
    private @Nullable String name;

    private @Nullable Long senderId;
    private @Nullable String route;
    private @Nullable String body;
    private @Nullable Long templateId;
    private @Nullable Map<String, @Nullable String> variableDefaults;

    @Schema(description = Rate.DESCRIPTION, examples = "200")
    private @Nullable Integer rate;

    @Schema(
            description = "What has not been sent by then is left out: RFC 3339 with its zone; null is no such time",
            format = "date-time",
            examples = "2026-11-24T20:00:00+05:30")
    private @Nullable String sendBefore;

    /** Jackson calls a setter for a field that is there, also when its value is null: that tells it from an absent one. */
    @Schema(hidden = true)
    private final Map<String, Boolean> given = new LinkedHashMap<>();

    public void setName(@Nullable String name) {
        this.name = name;
        given.put("name", name != null);
    }

    public void setSenderId(@Nullable Long senderId) {
        this.senderId = senderId;
        given.put("senderId", senderId != null);
    }

    public void setRoute(@Nullable String route) {
        this.route = route;
        given.put("route", route != null);
    }

    public void setBody(@Nullable String body) {
        this.body = body;
        given.put("body", body != null);
    }

    public void setTemplateId(@Nullable Long templateId) {
        this.templateId = templateId;
        given.put("templateId", templateId != null);
    }

    public void setVariableDefaults(@Nullable Map<String, @Nullable String> variableDefaults) {
        this.variableDefaults = variableDefaults;
        given.put("variableDefaults", variableDefaults != null);
    }

    public void setRate(@Nullable Integer rate) {
        this.rate = rate;
        given.put("rate", rate != null);
    }

    public void setSendBefore(@Nullable String sendBefore) {
        this.sendBefore = sendBefore;
        given.put("sendBefore", sendBefore != null);
    }

    @Nullable
    String name() {
        return name;
    }

    @Nullable
    Long senderId() {
        return senderId;
    }

    @Nullable
    String route() {
        return route;
    }

    @Nullable
    String body() {
        return body;
    }

    @Nullable
    Long templateId() {
        return templateId;
    }

    @Nullable
    Map<String, @Nullable String> variableDefaults() {
        return variableDefaults;
    }

    @Nullable
    Integer rate() {
        return rate;
    }

    @Nullable
    String sendBefore() {
        return sendBefore;
    }

    boolean has(String field) {
        return given.containsKey(field);
    }

    boolean nameAlone() {
        return given.keySet().equals(Set.of("name"));
    }

    /** @throws Refusal invalid-request where a field that a campaign cannot be without is null */
    void requireValues() {
        given.forEach((field, value) -> {
            if (!value && !CLEARABLE.contains(field))
                throw Refusal.at(
                        Problem.INVALID_REQUEST,
                        "/" + field,
                        "A campaign cannot be without its " + field + ": leave the field out to keep it.");
        });
    }
}
