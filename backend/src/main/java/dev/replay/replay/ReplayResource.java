package dev.replay.replay;

import dev.replay.account.AuditLog;
import dev.replay.account.Caller;
import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.campaign.Campaign;
import dev.replay.campaign.CampaignView;
import dev.replay.campaign.Events;
import dev.replay.campaign.ReplayWindow;
import dev.replay.http.Idempotent;
import dev.replay.message.TallyRow;
import dev.replay.status.Catalogue;
import dev.replay.store.Database;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/campaigns/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Replay")
class ReplayResource {
    private final Caller caller;
    private final Database database;
    private final Catalogue catalogue;
    private final Previews previews;
    private final Lineages lineages;
    private final Replays replays;
    private final AuditLog audit;
    private final Clock clock;

    ReplayResource(
            Caller caller,
            Database database,
            Catalogue catalogue,
            Previews previews,
            Lineages lineages,
            Replays replays,
            AuditLog audit,
            Clock clock) {
        this.caller = caller;
        this.database = database;
        this.catalogue = catalogue;
        this.previews = previews;
        this.lineages = lineages;
        this.replays = replays;
        this.audit = audit;
        this.clock = clock;
    }

    @Schema(name = "ReplaySelection")
    record Select(
            @Schema(required = true, description = "Items add up; a recipient is chosen once") @Nullable
            List<Selection.Item> select) {}

    @Schema(name = "NewReplay")
    record NewReplay(
            @Schema(required = true, description = "Items add up; a recipient is chosen once") @Nullable
            List<Selection.Item> select,

            @Schema(
                    description = "Default: the present date and time in the account's zone",
                    maxLength = Replays.LONGEST_NAME)
            @Nullable
            String name) {}

    @GET
    @Path("status-breakdown")
    @Requires(Role.VIEWER)
    @Operation(operationId = "getStatusBreakdown", summary = "How the messages ended, by status and sub-status")
    @APIResponse(
            responseCode = "200",
            description = "Always four statuses, in the order Delivered, UnDelivered, NotSent, Sent",
            content =
                    @Content(
                            schema = @Schema(implementation = BreakdownView.class),
                            examples = @ExampleObject(name = "three days later", value = ReplayExamples.BREAKDOWN)))
    public BreakdownView getStatusBreakdown(@PathParam("id") long id) {
        long account = caller.accountId();
        List<TallyRow> tally = database.readForAccount(account, c -> TallyRow.of(c, account, id));
        return BreakdownView.of(id, tally, catalogue, clock.instant());
    }

    @POST
    @Path("replay-preview")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.VIEWER)
    @Operation(
            operationId = "previewReplay",
            summary = "Whom a replay would reach and about what it would cost; writes nothing",
            description = "Also answers for a campaign that cannot be replayed now; eligibility then says why.")
    @APIResponse(
            responseCode = "200",
            description = "A selection that no message has is 0 targets",
            content =
                    @Content(
                            schema = @Schema(implementation = PreviewView.class),
                            examples = @ExampleObject(name = "who was absent", value = ReplayExamples.PREVIEW)))
    @APIResponse(responseCode = "422", description = "`nothing-selected`, `unknown-status`")
    public PreviewView previewReplay(
            @PathParam("id") long id,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = Select.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "undelivered-and-no-credits",
                                                            value = ReplayExamples.UNDELIVERED_AND_NO_CREDITS)))
                    @Nullable
                    Select request) {
        Campaign campaign = Campaign.of(caller.accountId(), id);
        Selection selection = Selection.of(request == null ? null : request.select(), catalogue);
        ReplayWindow.Eligibility eligibility = replays.eligibility(campaign, caller.zone());
        return database.readForAccount(
                campaign.accountId, c -> previews.of(c, campaign, selection, caller.currency(), eligibility));
    }

    @POST
    @Path("replays")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.SENDER)
    @Idempotent
    @Operation(
            operationId = "createReplay",
            summary = "Make a draft of the chosen recipients, with the original's text, sender and route",
            description =
                    "The list of recipients is frozen now: what becomes of the original later changes nothing in it."
                            + " Opted out, blocked, erased and unconfirmed recipients are left out.")
    @APIResponse(
            responseCode = "201",
            description = "The draft",
            headers =
                    @Header(
                            name = "Location",
                            description = "The draft's path",
                            schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            schema = @Schema(implementation = CampaignView.class),
                            examples = @ExampleObject(name = "a draft", value = ReplayExamples.DRAFT)))
    @APIResponse(
            responseCode = "409",
            description =
                    "`replay-not-eligible` with `reason` (not-submitted, too-recent, window-closed), `from`, `until`",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "window closed", value = ReplayExamples.NOT_ELIGIBLE)))
    @APIResponse(responseCode = "422", description = "`nothing-selected`, `unknown-status`, `no-targets`")
    public Response createReplay(
            @PathParam("id") long id,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = NewReplay.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "undelivered-and-no-credits",
                                                            value = ReplayExamples.UNDELIVERED_AND_NO_CREDITS)))
                    @Nullable
                    NewReplay request) {
        CampaignView draft = replays.create(
                caller.accountId(),
                caller.zone(),
                id,
                request == null ? null : request.select(),
                request == null ? null : request.name());
        audit.record(
                caller.accountId(),
                caller.actor(),
                "replay.created",
                "campaign:" + draft.id(),
                Map.of("replayOf", id, "recipients", draft.recipients()));
        Events.happened("replay.created", draft.id(), "replayOf", id, "recipients", draft.recipients());
        return Response.created(URI.create("/v1/campaigns/" + draft.id()))
                .entity(draft)
                .build();
    }

    @GET
    @Path("lineage")
    @Requires(Role.VIEWER)
    @Operation(
            operationId = "getLineage",
            summary = "The first campaign and all its replays as a tree, and whom they reached together",
            description = "The same from any campaign of the tree.")
    @APIResponse(
            responseCode = "200",
            description = "The tree, its cost and its cumulative reach per person",
            content =
                    @Content(
                            schema = @Schema(implementation = LineageView.class),
                            examples = @ExampleObject(name = "replayed once", value = ReplayExamples.LINEAGE)))
    public LineageView getLineage(@PathParam("id") long id) {
        return database.forAccount(
                caller.accountId(), c -> lineages.of(c, Campaign.of(caller.accountId(), id), caller.currency()));
    }
}
