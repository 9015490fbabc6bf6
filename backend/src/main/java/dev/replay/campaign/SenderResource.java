package dev.replay.campaign;

import dev.replay.account.Caller;
import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.http.Cursor;
import dev.replay.http.Idempotent;
import dev.replay.http.Limit;
import dev.replay.http.Page;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.sms.PhoneNumbers;
import dev.replay.store.Database;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.sql.Types;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/sender-ids")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sender IDs")
class SenderResource {
    private static final String PROBLEM = "application/problem+json";

    /** 3GPP TS 23.040 has room for 11 characters of the GSM alphabet; these are those that handsets and operators agree on. */
    private static final Pattern ALPHANUMERIC = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ._&-]{0,10}");

    /** A short code or a number in E.164. */
    private static final Pattern NUMERIC = Pattern.compile("\\d{3,15}");

    private static final Pattern ROUTE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private final Caller caller;
    private final Database database;
    private final Clock clock;

    SenderResource(Caller caller, Database database, Clock clock) {
        this.caller = caller;
        this.database = database;
        this.clock = clock;
    }

    @Schema(name = "NewSenderId")
    public record NewSender(
            @Schema(required = true, description = "At most 11 letters, digits, blanks and ._&-, or 3 to 15 digits")
            @Nullable
            String sender,

            @Schema(required = true, description = "Lower-case letters, digits and dashes, at most 32") @Nullable
            String route,

            @Schema(description = "ISO 3166-1 alpha-2; none means every country that has a price") @Nullable
            List<String> countries,

            @Schema(description = Rate.DESCRIPTION, examples = "50") @Nullable
            Integer rate) {}

    @Schema(name = "SenderIdRate")
    public record SenderRate(
            @Schema(description = Rate.DESCRIPTION, examples = "50") @Nullable
            Integer rate) {}

    @Schema(name = "SenderIdPage")
    public record SenderPage(List<Sender> items, @Nullable String nextCursor) {}

    @GET
    @Requires(Role.VIEWER)
    @Operation(operationId = "listSenderIds", summary = "List the sender IDs")
    @APIResponse(
            responseCode = "200",
            description = "A page of sender IDs, in the order they were made",
            content =
                    @Content(
                            schema = @Schema(implementation = SenderPage.class),
                            examples =
                                    @ExampleObject(
                                            name = "one page",
                                            value = "{\"items\":[" + CampaignExamples.SENDER
                                                    + "],\"nextCursor\":null}")))
    @APIResponse(
            responseCode = "400",
            description = "The limit or the cursor has a value that is not allowed",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "limit", value = CampaignExamples.INVALID_LIMIT)))
    public Page<Sender> listSenderIds(
            @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "Items on a page, 1 to 200", example = "50")
                    @QueryParam("limit")
                    @Schema(type = SchemaType.INTEGER)
                    @Nullable
                    String limit) {
        int wanted = Limit.of(limit);
        List<Sender> found = database.forAccount(
                caller.accountId(),
                c -> Database.list(
                        c,
                        "select " + Sender.COLUMNS + " from sender where account_id = ? and id > ? order by id limit ?",
                        s -> {
                            s.setLong(1, caller.accountId());
                            s.setLong(
                                    2,
                                    cursor == null ? 0 : Cursor.read(cursor, 1).number(0));
                            s.setInt(3, wanted + 1);
                        },
                        Sender::map));
        return Page.of(found, wanted, last -> Cursor.of(last.id()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.ADMIN)
    @Idempotent
    @Operation(operationId = "createSenderId", summary = "Add a sender ID")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = NewSender.class),
                            examples = @ExampleObject(name = "for India", value = CampaignExamples.NEW_SENDER)))
    @APIResponse(
            responseCode = "201",
            description = "The sender ID",
            headers =
                    @Header(
                            name = "Location",
                            description = "Where it is listed",
                            schema = @Schema(implementation = String.class)),
            content =
                    @Content(
                            schema = @Schema(implementation = Sender.class),
                            examples = @ExampleObject(name = "for India", value = CampaignExamples.SENDER)))
    @APIResponse(
            responseCode = "409",
            description = "already-exists: the account has that sender with that route",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "same sender", value = CampaignExamples.EXISTS)))
    @APIResponse(
            responseCode = "422",
            description = "invalid-request: a field is refused, and errors names it",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples =
                                    @ExampleObject(name = "unknown country", value = CampaignExamples.UNKNOWN_COUNTRY)))
    public Response createSenderId(NewSender asked) {
        String sender = asked.sender() == null ? "" : asked.sender().strip();
        if (!ALPHANUMERIC.matcher(sender).matches() && !NUMERIC.matcher(sender).matches())
            throw Refusal.at(
                    Problem.INVALID_REQUEST,
                    "/sender",
                    "A sender ID has at most 11 letters, digits, blanks and . _ & -, or is a number of 3 to 15 digits.");
        if (asked.route() == null || !ROUTE.matcher(asked.route()).matches())
            throw Refusal.at(
                    Problem.INVALID_REQUEST,
                    "/route",
                    "A route has at most 32 lower-case letters, digits and dashes, as in “transactional”.");
        List<String> countries = countries(asked.countries());
        Integer rate = Rate.checked(asked.rate());
        Sender made = database.forAccount(
                caller.accountId(),
                c -> Database.first(
                                c,
                                """
                                insert into sender (account_id, sender, route, countries, created_at, rate)
                                values (?, ?, ?, ?, ?, ?)
                                on conflict do nothing
                                returning\s""" + Sender.COLUMNS,
                                s -> {
                                    s.setLong(1, caller.accountId());
                                    s.setString(2, sender);
                                    s.setString(3, asked.route());
                                    s.setArray(4, c.createArrayOf("text", countries.toArray()));
                                    s.setObject(5, clock.instant().atOffset(ZoneOffset.UTC));
                                    s.setObject(6, rate, Types.INTEGER);
                                },
                                Sender::map)
                        .orElseThrow(() -> Refusal.at(
                                Problem.ALREADY_EXISTS,
                                "/sender",
                                "The sender ID %s with the route %s is there already."
                                        .formatted(sender, asked.route()))));
        return Response.created(URI.create("/v1/sender-ids")).entity(made).build();
    }

    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.ADMIN)
    @Operation(
            operationId = "updateSenderId",
            summary = "Change how fast a sender ID sends",
            description =
                    "Holds also for campaigns that are being sent, from their next lease on: at most 20,000 messages later, under"
                            + " a pace within seconds.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = SenderRate.class),
                            examples = @ExampleObject(name = "50 a second", value = CampaignExamples.SENDER_RATE)))
    @APIResponse(
            responseCode = "200",
            description = "The sender ID as it is now",
            content =
                    @Content(
                            schema = @Schema(implementation = Sender.class),
                            examples = @ExampleObject(name = "50 a second", value = CampaignExamples.PACED_SENDER)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such sender ID in this account",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "not found", value = CampaignExamples.NO_SENDER)))
    @APIResponse(
            responseCode = "422",
            description = "invalid-request: the rate is refused",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "zero", value = CampaignExamples.INVALID_RATE)))
    public Sender updateSenderId(@PathParam("id") long id, SenderRate asked) {
        Integer rate = Rate.checked(asked.rate());
        return database.forAccount(
                caller.accountId(),
                c -> Database.first(
                                c,
                                "update sender set rate = ? where account_id = ? and id = ? returning "
                                        + Sender.COLUMNS,
                                s -> {
                                    s.setObject(1, rate, Types.INTEGER);
                                    s.setLong(2, caller.accountId());
                                    s.setLong(3, id);
                                },
                                Sender::map)
                        .orElseThrow(() -> new Refusal(Problem.NOT_FOUND, "There is no sender ID " + id + ".")));
    }

    private static List<String> countries(@Nullable List<String> asked) {
        List<String> countries = new ArrayList<>();
        if (asked == null) return countries;
        for (int i = 0; i < asked.size(); i++) {
            String country = asked.get(i);
            if (country == null || !PhoneNumbers.knowsRegion(country))
                throw Refusal.at(
                        Problem.INVALID_REQUEST,
                        "/countries/" + i,
                        Shown.shortened(String.valueOf(country)) + " is no country of ISO 3166-1.");
            if (!countries.contains(country)) countries.add(country);
        }
        return countries;
    }
}
