package dev.replay.launch;

import dev.replay.account.AuditLog;
import dev.replay.account.Caller;
import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.campaign.CampaignStatus;
import dev.replay.campaign.CampaignView;
import dev.replay.campaign.CampaignViews;
import dev.replay.campaign.Events;
import dev.replay.http.Idempotent;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A campaign's verbs. Those without a body take whatever comes with them, so that a bare `curl -X POST` works. */
@Path("/v1/campaigns")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Launch")
class LaunchResource {
    private static final String PROBLEM = "application/problem+json";

    private final Caller caller;
    private final Estimates estimates;
    private final Launches launches;
    private final CampaignViews views;
    private final AuditLog audit;

    LaunchResource(Caller caller, Estimates estimates, Launches launches, CampaignViews views, AuditLog audit) {
        this.caller = caller;
        this.estimates = estimates;
        this.launches = launches;
        this.views = views;
        this.audit = audit;
    }

    @Schema(name = "Launch")
    public record Launch(
            @Schema(description = "Of the cost estimate that was confirmed", required = true, examples = "42") @Nullable
            Long estimateId,

            @Schema(
                    description =
                            "When to send: RFC 3339 with its zone, by default from 15 minutes to 3 months ahead; now where there is none",
                    format = "date-time",
                    examples = "2026-11-24T09:00:00+05:30")
            @Nullable
            String sendAt,

            @Schema(
                    description =
                            "What has not been sent by then is left out: RFC 3339 with its zone, later than sendAt; the"
                                    + " draft's own where there is none",
                    format = "date-time",
                    examples = "2026-11-24T20:00:00+05:30")
            @Nullable
            String sendBefore) {}

    @Schema(name = "Launched")
    public record Launched(
            @Schema(examples = "123") long campaignId,

            @Schema(enumeration = {"processing", "scheduled"})
            CampaignStatus status,

            @Schema(examples = "Campaign Submitted Successfully! campaignid: 123")
            String message) {}

    @Schema(name = "Reschedule")
    public record Reschedule(
            @Schema(
                    description = "RFC 3339 with its zone, by default from 15 minutes to 3 months ahead",
                    required = true,
                    format = "date-time",
                    examples = "2026-11-24T09:00:00+05:30")
            @Nullable
            String sendAt) {}

    @POST
    @Path("/{id}/cost-estimate")
    @Consumes(MediaType.WILDCARD)
    @Requires(Role.SENDER)
    @Operation(
            operationId = "estimateCost",
            summary = "Tell what a draft would cost now",
            description =
                    "Counts the segments of the text as rendered for each recipient. Valid for 15 minutes and for this"
                            + " version of audience, text and prices. Says who would have to wait for the end of their quiet"
                            + " hours, were it sent at sendAt or else now.")
    @APIResponse(
            responseCode = "200",
            description = "The estimate to confirm",
            content =
                    @Content(
                            schema = @Schema(implementation = CostEstimate.class),
                            examples = {
                                @ExampleObject(name = "an estimate", value = LaunchExamples.ESTIMATE),
                                @ExampleObject(
                                        name = "some in their quiet hours",
                                        value = LaunchExamples.ESTIMATE_AT_NIGHT)
                            }))
    @APIResponse(
            responseCode = "409",
            description =
                    "state-conflict: it is no draft any more; estimate-stale: it was changed while it was estimated",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = {
                                @ExampleObject(name = "no draft", value = LaunchExamples.ESTIMATE_CONFLICT),
                                @ExampleObject(name = "changed meanwhile", value = LaunchExamples.CHANGED_MEANWHILE)
                            }))
    @APIResponse(
            responseCode = "422",
            description = "What could not be sent as it stands: invalid-body (offset), unknown-variable (variables),"
                    + " missing-variable and text-too-long (count, the first 100 recipients), unpriced-country (countries,"
                    + " also those outside of the sender ID's own), no-recipients (skipped); invalid-send-at as for a"
                    + " launch",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = {
                                @ExampleObject(name = "body", value = LaunchExamples.INVALID_BODY),
                                @ExampleObject(name = "unknown variable", value = LaunchExamples.UNKNOWN_VARIABLE),
                                @ExampleObject(name = "missing variable", value = LaunchExamples.MISSING_VARIABLE),
                                @ExampleObject(name = "too long", value = LaunchExamples.TEXT_TOO_LONG),
                                @ExampleObject(name = "no price", value = LaunchExamples.UNPRICED_COUNTRY),
                                @ExampleObject(name = "nobody", value = LaunchExamples.NO_RECIPIENTS),
                                @ExampleObject(name = "too near", value = LaunchExamples.TOO_NEAR)
                            }))
    public CostEstimate estimateCost(
            @PathParam("id") long id,
            @Parameter(
                            description = "When it is to be sent (RFC 3339 with its zone); now where it is left out",
                            example = "2026-11-24T21:30:00+05:30")
                    @QueryParam("sendAt")
                    @Nullable
                    String sendAt) {
        return estimates.estimate(
                caller.accountId(),
                id,
                caller.currency(),
                sendAt == null ? null : launches.sendAt(sendAt, caller.zone()));
    }

    @POST
    @Path("/{id}/launch")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.SENDER)
    @Idempotent
    @Operation(
            operationId = "launchCampaign",
            summary = "Confirm an estimate and send, now or later",
            description = "Holds the estimated total; what is not spent of it is given back when the campaign ends.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = Launch.class),
                            examples = {
                                @ExampleObject(name = "now", value = LaunchExamples.LAUNCH_NOW),
                                @ExampleObject(name = "later", value = LaunchExamples.LAUNCH_LATER),
                                @ExampleObject(name = "in time", value = LaunchExamples.LAUNCH_IN_TIME)
                            }))
    @APIResponse(
            responseCode = "202",
            description = "It is being sent, or scheduled",
            content =
                    @Content(
                            schema = @Schema(implementation = Launched.class),
                            examples = {
                                @ExampleObject(name = "now", value = LaunchExamples.LAUNCHED),
                                @ExampleObject(name = "later", value = LaunchExamples.SCHEDULED)
                            }))
    @APIResponse(
            responseCode = "402",
            description = "insufficient-credits: nothing was held; shortfall is what is missing",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "too few", value = LaunchExamples.INSUFFICIENT_CREDITS)))
    @APIResponse(
            responseCode = "409",
            description =
                    "state-conflict: it is no draft any more; estimate-stale: price, audience or text moved since, or"
                            + " it is older than 15 minutes; no-carrier; replay-not-eligible, with reason, of a replay",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = {
                                @ExampleObject(name = "launched twice", value = LaunchExamples.LAUNCH_CONFLICT),
                                @ExampleObject(name = "price moved", value = LaunchExamples.ESTIMATE_STALE),
                                @ExampleObject(name = "no carrier", value = LaunchExamples.NO_CARRIER),
                                @ExampleObject(name = "window closed", value = LaunchExamples.REPLAY_NOT_ELIGIBLE)
                            }))
    @APIResponse(
            responseCode = "422",
            description =
                    "invalid-request: estimateId is missing; invalid-send-at: past, too near, too far or without a"
                            + " zone, with earliest and latest; invalid-send-before: nothing could be sent in time",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = {
                                @ExampleObject(name = "too near", value = LaunchExamples.TOO_NEAR),
                                @ExampleObject(name = "no zone", value = LaunchExamples.INVALID_SEND_AT),
                                @ExampleObject(name = "ends too soon", value = LaunchExamples.INVALID_SEND_BEFORE)
                            }))
    public Response launchCampaign(@PathParam("id") long id, @Nullable Launch launch) {
        if (launch == null || launch.estimateId() == null)
            throw Refusal.at(Problem.INVALID_REQUEST, "/estimateId", "A launch names the estimate that was confirmed.");
        var payer = new Launches.Payer(caller.accountId(), caller.currency(), caller.zone());
        CampaignStatus status = launches.launch(
                payer, id, launch.estimateId(), new Launches.Times(launch.sendAt(), launch.sendBefore()));
        record("launched", id, Map.of("estimateId", launch.estimateId(), "status", status.slug()));
        return Response.accepted(new Launched(id, status, "Campaign Submitted Successfully! campaignid: " + id))
                .build();
    }

    @POST
    @Path("/{id}/reschedule")
    @Transactional
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.SENDER)
    @Operation(operationId = "rescheduleCampaign", summary = "Move a scheduled campaign to another time")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = Reschedule.class),
                            examples = @ExampleObject(name = "tomorrow", value = LaunchExamples.SEND_AT)))
    @APIResponse(
            responseCode = "200",
            description = "The campaign as it is now",
            content =
                    @Content(
                            schema = @Schema(implementation = CampaignView.class),
                            examples = @ExampleObject(name = "rescheduled", value = LaunchExamples.RESCHEDULED)))
    @APIResponse(
            responseCode = "409",
            description = "state-conflict: it is not scheduled",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "submitted", value = LaunchExamples.STATE_CONFLICT)))
    @APIResponse(
            responseCode = "422",
            description =
                    "invalid-request: sendAt is missing; invalid-send-at: past, too near, too far or without a zone;"
                            + " invalid-send-before: the campaign's sendBefore is not later",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = {
                                @ExampleObject(name = "too near", value = LaunchExamples.TOO_NEAR),
                                @ExampleObject(name = "no zone", value = LaunchExamples.INVALID_SEND_AT)
                            }))
    public CampaignView rescheduleCampaign(@PathParam("id") long id, @Nullable Reschedule reschedule) {
        if (reschedule == null || reschedule.sendAt() == null)
            throw Refusal.at(Problem.INVALID_REQUEST, "/sendAt", "sendAt says when to send instead.");
        launches.reschedule(caller.accountId(), id, reschedule.sendAt(), caller.zone());
        record("rescheduled", id, Map.of("sendAt", reschedule.sendAt()));
        return views.of(caller.accountId(), id);
    }

    @POST
    @Path("/{id}/unschedule")
    @Transactional
    @Consumes(MediaType.WILDCARD)
    @Requires(Role.SENDER)
    @Operation(
            operationId = "unscheduleCampaign",
            summary = "Make a scheduled campaign a draft again",
            description = "Gives its held credits back.")
    @APIResponse(
            responseCode = "200",
            description = "The campaign as it is now",
            content =
                    @Content(
                            schema = @Schema(implementation = CampaignView.class),
                            examples = @ExampleObject(name = "unscheduled", value = LaunchExamples.UNSCHEDULED)))
    @APIResponse(
            responseCode = "409",
            description = "state-conflict: it is not scheduled",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "submitted", value = LaunchExamples.STATE_CONFLICT)))
    public CampaignView unscheduleCampaign(@PathParam("id") long id) {
        launches.unschedule(caller.accountId(), id);
        record("unscheduled", id, Map.of());
        return views.of(caller.accountId(), id);
    }

    @POST
    @Path("/{id}/pause")
    @Transactional
    @Consumes(MediaType.WILDCARD)
    @Requires(Role.SENDER)
    @Operation(
            operationId = "pauseCampaign",
            summary = "Pause a campaign that is being sent",
            description = "What is on the wire already still goes out.")
    @APIResponse(
            responseCode = "200",
            description = "The campaign as it is now",
            content =
                    @Content(
                            schema = @Schema(implementation = CampaignView.class),
                            examples = @ExampleObject(name = "paused", value = LaunchExamples.PAUSED)))
    @APIResponse(
            responseCode = "409",
            description = "state-conflict: it is not processing",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "submitted", value = LaunchExamples.STATE_CONFLICT)))
    public CampaignView pauseCampaign(@PathParam("id") long id) {
        launches.pause(caller.accountId(), id);
        record("paused", id, Map.of());
        return views.of(caller.accountId(), id);
    }

    @POST
    @Path("/{id}/resume")
    @Transactional
    @Consumes(MediaType.WILDCARD)
    @Requires(Role.SENDER)
    @Operation(
            operationId = "resumeCampaign",
            summary = "Go on with a paused campaign",
            description = "One that missed its schedule starts now.")
    @APIResponse(
            responseCode = "200",
            description = "The campaign as it is now",
            content =
                    @Content(
                            schema = @Schema(implementation = CampaignView.class),
                            examples = @ExampleObject(name = "resumed", value = LaunchExamples.RESUMED)))
    @APIResponse(
            responseCode = "409",
            description = "state-conflict: it is not paused",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "submitted", value = LaunchExamples.STATE_CONFLICT)))
    public CampaignView resumeCampaign(@PathParam("id") long id) {
        launches.resume(caller.accountId(), id);
        record("resumed", id, Map.of());
        return views.of(caller.accountId(), id);
    }

    @POST
    @Path("/{id}/cancel")
    @Transactional
    @Consumes(MediaType.WILDCARD)
    @Requires(Role.SENDER)
    @Operation(
            operationId = "cancelCampaign",
            summary = "Send nothing more of a campaign",
            description =
                    "What is still queued becomes NotSent / CANCELLED, and what is left of the held credits is given back.")
    @APIResponse(
            responseCode = "200",
            description = "The campaign as it is now",
            content =
                    @Content(
                            schema = @Schema(implementation = CampaignView.class),
                            examples = @ExampleObject(name = "cancelled", value = LaunchExamples.CANCELLED)))
    @APIResponse(
            responseCode = "409",
            description = "state-conflict: it is a draft, or over already",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "submitted", value = LaunchExamples.STATE_CONFLICT)))
    public CampaignView cancelCampaign(@PathParam("id") long id) {
        launches.cancel(caller.accountId(), id);
        record("cancelled", id, Map.of());
        return views.of(caller.accountId(), id);
    }

    private void record(String happened, long id, Map<String, ?> detail) {
        audit.record(caller.accountId(), caller.actor(), "campaign." + happened, "campaign:" + id, detail);
        Events.happened("campaign." + happened, id, "by", caller.actor());
    }
}
