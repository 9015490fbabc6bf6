package dev.replay.audience;

import dev.replay.account.Caller;
import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.campaign.CampaignExamples;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.sms.PhoneNumbers;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
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

@Path("/v1/campaigns/{id}/recipients")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Recipients")
class RecipientResource {
    private static final String PROBLEM = "application/problem+json";
    private static final String CSV = "text/csv";

    private final Caller caller;
    private final RecipientImport recipients;

    RecipientResource(Caller caller, RecipientImport recipients) {
        this.caller = caller;
        this.recipients = recipients;
    }

    /** The shape of the JSON body, for the contract alone: it is read as a stream. */
    @Schema(name = "RecipientList")
    record RecipientList(
            @Schema(required = true, maxItems = ParsedAudience.MAX_LINES)
            List<Recipient> recipients) {}

    @Schema(name = "Recipient")
    record Recipient(
            @Schema(required = true) String recipient,

            @Schema(description = "At most 50 different ones in a list, each of at most 1,000 characters") @Nullable
            Map<String, String> variables) {}

    @PUT
    @Consumes({CSV, MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
    @Requires(Role.SENDER)
    @Operation(
            operationId = "replaceRecipients",
            summary = "Put a list of recipients in the place of the draft's",
            description = """
                    At most 1,000,000, as CSV or as JSON, all or nothing. CSV is UTF-8, its cells parted by comma, \
                    semicolon or tab, with a header row: the first of recipient, msisdn, phone, mobile, to, number that \
                    there is holds the number, the other columns are variables; or it is one bare column of numbers \
                    without a header. A line that cannot be used (over 64 KB, a value over 1,000 characters, more cells \
                    than columns, no valid number) is rejected by itself.""")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = CSV,
                        schema = @Schema(implementation = String.class),
                        examples = @ExampleObject(name = "with a variable", value = AudienceExamples.CSV)),
                @Content(
                        mediaType = MediaType.TEXT_PLAIN,
                        schema = @Schema(implementation = String.class),
                        examples = @ExampleObject(name = "bare numbers", value = "+919812345678\n+919812345679\n")),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = RecipientList.class),
                        examples = @ExampleObject(name = "two", value = AudienceExamples.JSON))
            })
    @APIResponse(
            responseCode = "200",
            description = "What became of the list: received = accepted + duplicates + rejected",
            content =
                    @Content(
                            schema = @Schema(implementation = RecipientImport.Result.class),
                            examples = @ExampleObject(name = "five lines", value = AudienceExamples.IMPORTED)))
    @APIResponse(
            responseCode = "400",
            description = "invalid-parameter: there is no such region; malformed-request: the JSON cannot be read",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples =
                                    @ExampleObject(name = "no such region", value = AudienceExamples.UNKNOWN_REGION)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such campaign in this account",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "not found", value = CampaignExamples.NOT_FOUND)))
    @APIResponse(
            responseCode = "409",
            description = "state-conflict: it is no draft any more",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "submitted", value = CampaignExamples.NOT_A_DRAFT)))
    @APIResponse(
            responseCode = "413",
            description = "too-large: the list is larger than the installation takes",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "too large", value = AudienceExamples.TOO_LARGE)))
    @APIResponse(
            responseCode = "415",
            description = "unsupported-media-type: neither CSV nor JSON",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "a spreadsheet", value = AudienceExamples.NOT_CSV)))
    @APIResponse(
            responseCode = "422",
            description = "invalid-recipients: the list as a whole cannot be read; no-recipients; locked-by-replay;"
                    + " unknown-field and invalid-request for JSON of another shape",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "not UTF-8", value = AudienceExamples.NOT_UTF_8)))
    public RecipientImport.Result replaceRecipients(
            @PathParam("id") long id,
            @Parameter(description = "Country of national numbers, ISO 3166-1 alpha-2", example = "IN")
                    @QueryParam("defaultRegion")
                    @Nullable
                    String defaultRegion,
            @Context HttpHeaders headers,
            InputStream upload)
            throws IOException {
        return recipients.replace(caller.accountId(), id, format(headers), region(defaultRegion), upload);
    }

    /** A charset in the header is not believed: clients add one by default. What is not UTF-8 is refused with its line. */
    private static RecipientImport.Format format(HttpHeaders headers) {
        String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (type == null || type.isBlank())
            throw new Refusal(
                    Problem.UNSUPPORTED_MEDIA_TYPE,
                    "The request has no Content-Type; send text/csv for a file, application/json for a list.");
        return type.strip().toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_JSON)
                ? RecipientImport.Format.JSON
                : RecipientImport.Format.CSV;
    }

    private static @Nullable String region(@Nullable String asked) {
        if (asked == null || asked.isBlank()) return null;
        String region = asked.strip().toUpperCase(Locale.ROOT);
        if (!PhoneNumbers.knowsRegion(region))
            throw new Refusal(
                    Problem.INVALID_PARAMETER, "defaultRegion is a country of ISO 3166-1 in two letters, such as IN.");
        return region;
    }
}
