package dev.replay.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replay.account.Caller;
import dev.replay.account.Requires;
import dev.replay.account.Role;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/campaigns/{id}/events")
@Tag(name = "Campaigns")
class ProgressResource {
    private final Caller caller;
    private final CampaignViews views;
    private final ProgressFeed feed;
    private final ObjectMapper json;

    ProgressResource(Caller caller, CampaignViews views, ProgressFeed feed, ObjectMapper json) {
        this.caller = caller;
        this.views = views;
        this.feed = feed;
        this.json = json;
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Requires(Role.VIEWER)
    @Operation(
            operationId = "watchCampaign",
            summary = "Watch a campaign's counts",
            description =
                    "Server-sent events. A `progress` event comes at once and whenever status or counts change, at"
                            + " most twice a second; a comment every 15 seconds keeps the connection. The event that brings"
                            + " settledAt is the last, and the stream ends.")
    @APIResponse(
            responseCode = "200",
            description = "The events; the data of each is a Progress",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "under way", value = CampaignExamples.PROGRESS)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such campaign in this account",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "not found", value = CampaignExamples.NOT_FOUND)))
    public Multi<OutboundSseEvent> watchCampaign(@PathParam("id") long id, @Context Sse sse) {
        views.of(caller.accountId(), id);
        OutboundSseEvent end = sse.newEventBuilder().comment("end").build();
        Multi<OutboundSseEvent> progress = feed.of(id)
                .map(now ->
                        sse.newEventBuilder().name("progress").data(data(now)).build())
                .onCompletion()
                .continueWith(end);
        Multi<OutboundSseEvent> heartbeats = Multi.createFrom()
                .ticks()
                .startingAfter(ProgressFeed.HEARTBEAT)
                .every(ProgressFeed.HEARTBEAT)
                .onOverflow()
                .drop()
                .map(tick -> sse.newEventBuilder().comment("still here").build());
        // Heartbeats never end by themselves.
        return Multi.createBy().merging().streams(progress, heartbeats).select().first(event -> event != end);
    }

    /** As a text: for any other type the framework adds a field `content-type`, which no event stream has. */
    private String data(ProgressFeed.Progress now) {
        try {
            return json.writeValueAsString(now);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("progress is made of plain values", e);
        }
    }
}
