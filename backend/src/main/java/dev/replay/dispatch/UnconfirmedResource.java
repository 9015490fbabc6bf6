package dev.replay.dispatch;

import dev.replay.account.AuditLog;
import dev.replay.account.Caller;
import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.campaign.CampaignStatus;
import dev.replay.campaign.Events;
import dev.replay.dispatch.Resolution.Decision;
import dev.replay.dispatch.Resolution.Owner;
import dev.replay.http.Cursor;
import dev.replay.http.Idempotent;
import dev.replay.http.Limit;
import dev.replay.http.Page;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/campaigns/{id}/unconfirmed")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
class UnconfirmedResource {
    private static final String PROBLEM = "application/problem+json";
    private static final int LONGEST_REASON = 500;
    private static final int MOST_IDS = 10_000;
    /** Of a decision, in its audit entry; the count beside them is of all. */
    private static final int IDS_KEPT = 1_000;

    private final Caller caller;
    private final Resolution resolution;
    private final AuditLog audit;

    UnconfirmedResource(Caller caller, Resolution resolution, AuditLog audit) {
        this.caller = caller;
        this.resolution = resolution;
        this.audit = audit;
    }

    @Schema(name = "UnconfirmedPage")
    public record UnconfirmedPage(
            List<UnconfirmedMessage> items, @Nullable String nextCursor) {}

    @Schema(name = "Resolve")
    public record Resolve(
            @Schema(
                    description =
                            "`sent`: Sent / SENT - NO DLR, charged; `not-sent`: NotSent / RESOLVED-NOT-SENT, refunded;"
                                    + " `send-again`: queued, whoever got it may get it twice",
                    required = true,
                    enumeration = {"sent", "not-sent", "send-again"})
            @Nullable
            Decision as,

            @Schema(description = "Of the messages, at most 10,000; all that are unconfirmed where there are none")
            @Nullable
            List<@Nullable Integer> ids,

            @Schema(description = "Kept in the audit log; required to send again", maxLength = LONGEST_REASON) @Nullable
            String reason) {}

    @Schema(name = "Resolved")
    public record Resolved(
            @Schema(examples = "123") long campaignId,

            @Schema(enumeration = {"sent", "not-sent", "send-again"})
            Decision as,

            @Schema(description = "Messages that this decision moved", examples = "2")
            int resolved,

            @Schema(description = "Of those meant, the ones that are not unconfirmed (any more): they stay as they are")
            int passedOver,

            @Schema(description = "The campaign's, `processing` again where something is sent again")
            CampaignStatus status) {}

    @GET
    @Requires(Role.VIEWER)
    @Operation(
            operationId = "listUnconfirmed",
            summary = "Messages that may have gone out or not",
            description =
                    "Written to the carrier, and no answer came: a late answer or a receipt settles them, or somebody"
                            + " decides. In the order of the import.")
    @APIResponse(
            responseCode = "200",
            description = "A page of unconfirmed messages",
            content =
                    @Content(
                            schema = @Schema(implementation = UnconfirmedPage.class),
                            examples = @ExampleObject(name = "one in doubt", value = DispatchExamples.UNCONFIRMED)))
    @APIResponse(responseCode = "400", description = "`invalid-parameter`: cursor or limit")
    public Page<UnconfirmedMessage> listUnconfirmed(
            @PathParam("id") long id,
            @Parameter(description = "`nextCursor` of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "1 to 200", schema = @Schema(type = SchemaType.INTEGER, defaultValue = "50"))
                    @QueryParam("limit")
                    @Nullable
                    String limit) {
        int wanted = Limit.of(limit);
        int after = cursor == null ? 0 : Math.clamp(Cursor.id(cursor), 0, Integer.MAX_VALUE);
        return Page.of(resolution.after(owner(), id, after, wanted + 1), wanted, last -> Cursor.of(last.id()));
    }

    @POST
    @Path("/resolve")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.SENDER)
    @Idempotent
    @Operation(
            operationId = "resolveUnconfirmed",
            summary = "Decide what became of unconfirmed messages",
            description =
                    "`sent` and `not-sent` need the role sender. `send-again` needs the role approver and a reason, and"
                            + " is possible once the process that wrote them has been silent for 10 minutes: the messages are queued"
                            + " again and a submitted campaign goes on. A receipt that comes after all still has the last word.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = Resolve.class),
                            examples = {
                                @ExampleObject(name = "sent", value = DispatchExamples.AS_SENT),
                                @ExampleObject(name = "not sent", value = DispatchExamples.AS_NOT_SENT),
                                @ExampleObject(name = "send again", value = DispatchExamples.SEND_AGAIN)
                            }))
    @APIResponse(
            responseCode = "200",
            description = "How many the decision moved",
            content =
                    @Content(
                            schema = @Schema(implementation = Resolved.class),
                            examples = {
                                @ExampleObject(name = "not sent", value = DispatchExamples.RESOLVED),
                                @ExampleObject(name = "sent again", value = DispatchExamples.SENT_AGAIN)
                            }))
    @APIResponse(
            responseCode = "402",
            description = "insufficient-credits: sending again would cost more than is held; nothing was queued",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "too few", value = DispatchExamples.INSUFFICIENT_CREDITS)))
    @APIResponse(
            responseCode = "403",
            description = "forbidden: the role is less than sender, or to send again less than approver",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "no approver", value = DispatchExamples.NOT_ALLOWED)))
    @APIResponse(
            responseCode = "409",
            description =
                    "too-early-to-send-again: one of them is in doubt for less than 10 minutes, with from, or its part"
                            + " of the campaign is still being sent; state-conflict: the campaign is cancelled",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = {
                                @ExampleObject(name = "too early", value = DispatchExamples.TOO_EARLY),
                                @ExampleObject(name = "cancelled", value = DispatchExamples.CANCELLED)
                            }))
    @APIResponse(
            responseCode = "422",
            description = "invalid-request: as, ids or reason is missing or out of bounds",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "no reason", value = DispatchExamples.NO_REASON)))
    public Response resolveUnconfirmed(@PathParam("id") long id, @Nullable Resolve asked) {
        if (asked == null || asked.as() == null)
            throw Refusal.at(
                    Problem.INVALID_REQUEST, "/as", "as says what became of them: sent, not-sent or send-again.");
        Decision as = asked.as();
        List<Integer> ids = ids(asked.ids());
        String reason = reason(asked.reason());
        if (as == Decision.SEND_AGAIN) {
            if (!caller.identity().role().covers(Role.APPROVER))
                throw new Refusal(
                        Problem.FORBIDDEN,
                        "Sending again takes the role approver, for somebody may get the message twice.");
            if (reason == null)
                throw Refusal.at(
                        Problem.INVALID_REQUEST,
                        "/reason",
                        "Sending again asks for a reason, which is kept in the audit log.");
        }
        Resolution.Outcome outcome = resolution.resolve(owner(), id, as, ids);
        int resolved = outcome.resolved().size();
        if (resolved > 0) record(id, as, reason, outcome.resolved());
        return Response.ok(new Resolved(id, as, resolved, outcome.passedOver(), outcome.campaign().status))
                .build();
    }

    private static @Nullable List<Integer> ids(@Nullable List<@Nullable Integer> asked) {
        if (asked == null) return null;
        if (asked.isEmpty())
            throw Refusal.at(Problem.INVALID_REQUEST, "/ids", "ids names messages; without it all of them are meant.");
        if (asked.size() > MOST_IDS)
            throw Refusal.at(Problem.INVALID_REQUEST, "/ids", "At most 10,000 messages are named at once.");
        int missing = asked.indexOf(null);
        if (missing >= 0)
            throw Refusal.at(Problem.INVALID_REQUEST, "/ids/" + missing, "The id of a message is a number.");
        return asked.stream().map(Objects::requireNonNull).toList();
    }

    private static @Nullable String reason(@Nullable String asked) {
        if (asked == null || asked.isBlank()) return null;
        if (asked.length() > LONGEST_REASON)
            throw Refusal.at(
                    Problem.INVALID_REQUEST, "/reason", "A reason has at most " + LONGEST_REASON + " characters.");
        return asked.strip();
    }

    private void record(long campaignId, Decision as, @Nullable String reason, List<Integer> resolved) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("as", as.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        detail.put("messages", resolved.size());
        detail.put("ids", resolved.subList(0, Math.min(IDS_KEPT, resolved.size())));
        if (reason != null) detail.put("reason", reason);
        audit.record(
                caller.accountId(), caller.actor(), "campaign.unconfirmed-resolved", "campaign:" + campaignId, detail);
        Events.happened(
                "messages.resolved", campaignId, "as", String.valueOf(detail.get("as")), "messages", resolved.size());
    }

    private Owner owner() {
        return new Owner(caller.accountId(), caller.currency());
    }
}
