package dev.replay.campaign;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.sms.SmsText;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/sms-text/analysis")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "SMS text")
class SmsTextResource {
    @Schema(name = "SmsTextInput")
    public record Input(
            @Schema(required = true, maxLength = CampaignDrafts.MAX_BODY) @Nullable
            String text) {}

    /** @param remaining units left before another segment is needed */
    @Schema(name = "SmsTextAnalysis")
    public record Analysis(
            @Schema(description = "GSM-7 or UCS-2") String encoding,
            int segments,

            @Schema(description = "Septets, an escaped character counting two, or 16-bit units")
            int units,

            @Schema(description = "Units left before another segment is needed")
            int remaining,

            @Schema(description = "What keeps the text from GSM-7")
            List<Forcing> forcing) {

        static Analysis of(SmsText text) {
            return new Analysis(
                    text.encoding().label(),
                    text.segments(),
                    text.units(),
                    text.remaining(),
                    text.forcing().stream()
                            .map(f -> new Forcing(f.character(), f.offset(), f.suggestion()))
                            .toList());
        }
    }

    @Schema(name = "ForcingCharacter")
    public record Forcing(
            @JsonProperty("char") String character,

            @Schema(description = "Counted in UTF-16 units from 0")
            int offset,

            @Schema(
                    description =
                            "What says the same in GSM-7; empty where it can be left out, null where there is nothing")
            @Nullable
            String suggestion) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.VIEWER)
    @Operation(
            operationId = "analyseSmsText",
            summary = "Count a text's segments",
            description = "Of the text as it stands: variables are counted by their names.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = Input.class),
                            examples = @ExampleObject(name = "a rupee sign", value = "{\"text\":\"₹ 500 off\"}")))
    @APIResponse(
            responseCode = "200",
            description = "How the text travels",
            content =
                    @Content(
                            schema = @Schema(implementation = Analysis.class),
                            examples = @ExampleObject(name = "a rupee sign", value = CampaignExamples.ANALYSIS)))
    @APIResponse(
            responseCode = "422",
            description = "invalid-request: there is no text, or it is too long",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "no text", value = CampaignExamples.NO_TEXT)))
    public Analysis analyseSmsText(Input input) {
        if (input.text() == null) throw Refusal.at(Problem.INVALID_REQUEST, "/text", "There is no text to analyse.");
        return Analysis.of(SmsText.of(CampaignDrafts.text("/text", "text", input.text(), 0, CampaignDrafts.MAX_BODY)));
    }
}
