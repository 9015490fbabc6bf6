package dev.replay.status;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/sms-statuses")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Statuses", description = "What can become of a message, and what to do about it")
class SmsStatusResource {
    private static final String EXAMPLE = """
            {"items":[{"status":"UnDelivered","label":"UnDelivered","description":"The operator could not deliver it.",
            "subStatuses":[{"code":"ABSENT-SUB","label":"Subscriber Absent","description":"The subscriber could not be \
            reached: out of coverage, switched off for long, or without SMS service. Try again later.","retry":"wait"}]}]}""";

    private final Catalogue catalogue;

    SmsStatusResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Schema(name = "SmsStatuses")
    public record SmsStatuses(@Schema(required = true) List<SmsStatus> items) {}

    @Schema(name = "SmsStatus")
    public record SmsStatus(
            @Schema(
                    required = true,
                    type = SchemaType.STRING,
                    enumeration = {"Delivered", "UnDelivered", "NotSent", "Sent"})
            Status status,

            @Schema(required = true) String label,
            @Schema(required = true) String description,
            @Schema(required = true) List<SmsSubStatus> subStatuses) {

        static SmsStatus of(Status status, List<SubStatus> catalogue) {
            return new SmsStatus(
                    status,
                    status.label(),
                    status.description(),
                    catalogue.stream()
                            .filter(subStatus -> subStatus.status() == status)
                            .map(SmsSubStatus::of)
                            .toList());
        }
    }

    @Schema(name = "SmsSubStatus")
    public record SmsSubStatus(
            @Schema(required = true) String code,
            @Schema(required = true) String label,
            @Schema(required = true) String description,

            @Schema(required = true, description = "What to do about its recipients")
            Retry retry) {

        static SmsSubStatus of(SubStatus subStatus) {
            return new SmsSubStatus(subStatus.code(), subStatus.label(), subStatus.description(), subStatus.retry());
        }
    }

    @GET
    @Operation(
            operationId = "listSmsStatuses",
            summary = "List the statuses and sub-statuses a message can have",
            description =
                    "The four statuses a replay chooses from, in their order. Codes that a carrier brings are added"
                            + " under their status.")
    @APIResponse(
            responseCode = "200",
            description = "The whole catalogue",
            content =
                    @Content(
                            schema = @Schema(implementation = SmsStatuses.class),
                            examples = @ExampleObject(name = "one of them", value = EXAMPLE)))
    public SmsStatuses listSmsStatuses() {
        List<SubStatus> all = catalogue.all();
        return new SmsStatuses(Status.replayOrder().stream()
                .map(status -> SmsStatus.of(status, all))
                .toList());
    }
}
