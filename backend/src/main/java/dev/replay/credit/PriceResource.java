package dev.replay.credit;

import dev.replay.account.Caller;
import dev.replay.account.Money;
import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.http.Cursor;
import dev.replay.http.Limit;
import dev.replay.http.Page;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.sms.PhoneNumbers;
import dev.replay.store.Database;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/prices")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Credits")
class PriceResource {
    private static final String PROBLEM = "application/problem+json";
    private static final Pattern ROUTE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,49}");
    private static final BigDecimal DEAREST = new BigDecimal("999999");

    private static final String PRICE = """
            {"route":"transactional","country":"IN","unitPrice":{"amount":"0.0450","currency":"EUR"}}""";

    private final Caller caller;
    private final Database database;
    private final Prices prices;

    PriceResource(Caller caller, Database database, Prices prices) {
        this.caller = caller;
        this.database = database;
        this.prices = prices;
    }

    @Schema(name = "NewPrice")
    public record NewPrice(
            @Schema(
                    description = "For one segment, not negative, at most six places, in the account's currency",
                    required = true,
                    examples = "0.0450")
            @Nullable
            String unitPrice) {}

    @Schema(name = "PricePage")
    public record PricePage(
            List<Price> items,
            @Schema(nullable = true) @Nullable String nextCursor) {}

    @GET
    @Requires(Role.VIEWER)
    @Operation(operationId = "listPrices", summary = "List the prices, by route and country")
    @APIResponse(
            responseCode = "200",
            description = "A page of prices",
            content =
                    @Content(
                            schema = @Schema(implementation = PricePage.class),
                            examples =
                                    @ExampleObject(
                                            name = "one page",
                                            value = "{\"items\":[" + PRICE + "],\"nextCursor\":null}")))
    @APIResponse(
            responseCode = "400",
            description = "invalid-parameter: the limit or the cursor has a value that is not allowed",
            content = @Content(mediaType = PROBLEM, examples = @ExampleObject(name = "cursor", value = """
                                                    {"type":"/problems/invalid-parameter","title":"A parameter has a value that is not allowed",
                                                     "status":400,"detail":"The cursor is none that a list has answered with.","instance":"/v1/prices"}""")))
    public Page<Price> listPrices(
            @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "Items on a page, 1 to 200", example = "50") @QueryParam("limit") @Nullable
                    Integer limit) {
        int items = Limit.of(limit);
        // The empty pair stands before all.
        Cursor after = Cursor.read(cursor == null ? Cursor.of("", "") : cursor, 2);
        List<Price> found = database.forAccount(
                caller.accountId(),
                c -> prices.page(c, caller.accountId(), caller.currency(), after.text(0), after.text(1), items + 1));
        return Page.of(found, items, last -> Cursor.of(last.route(), last.country()));
    }

    @PUT
    @Path("/{route}/{country}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Role.ADMIN)
    @Operation(
            operationId = "setPrice",
            summary = "Set the price of a segment on a route to a country",
            description =
                    "Estimates made before are stale where it differs; launched campaigns keep the price they were launched at.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = NewPrice.class),
                            examples = @ExampleObject(name = "a price", value = "{\"unitPrice\":\"0.0450\"}")))
    @APIResponse(
            responseCode = "200",
            description = "The price as it is now",
            content =
                    @Content(
                            schema = @Schema(implementation = Price.class),
                            examples = @ExampleObject(name = "a price", value = PRICE)))
    @APIResponse(
            responseCode = "422",
            description = "invalid-request: the price, the route or the country is refused",
            content = @Content(mediaType = PROBLEM, examples = @ExampleObject(name = "negative", value = """
                                                    {"type":"/problems/invalid-request","title":"The content of the request is refused","status":422,
                                                     "detail":"An amount is a decimal string such as \\"12.50\\", not negative and with at most six places.",
                                                     "instance":"/v1/prices/transactional/IN",
                                                     "errors":[{"pointer":"/unitPrice","detail":"An amount is a decimal string such as \\"12.50\\", not negative and with at most six places."}]}""")))
    public Price setPrice(
            @Parameter(description = "Letters, digits, - and _, at most 50", example = "transactional")
                    @PathParam("route")
                    String route,
            @Parameter(description = "ISO 3166-1 alpha-2", example = "IN") @PathParam("country") String country,
            @Nullable NewPrice price) {
        if (!ROUTE.matcher(route).matches())
            throw new Refusal(Problem.INVALID_REQUEST, "A route has letters, digits, - and _, and at most 50 of them.");
        if (!PhoneNumbers.knowsRegion(country))
            throw new Refusal(
                    Problem.INVALID_REQUEST, "A country is an ISO 3166-1 code of two capital letters, such as IN.");
        BigDecimal unitPrice = Decimal.parse(price == null ? null : price.unitPrice(), "/unitPrice", DEAREST);
        database.forAccount(caller.accountId(), c -> {
            prices.put(c, caller.accountId(), route, country, unitPrice);
            return null;
        });
        return new Price(route, country, Money.of(unitPrice, caller.currency()));
    }

    @DELETE
    @Path("/{route}/{country}")
    @Requires(Role.ADMIN)
    @Operation(operationId = "deletePrice", summary = "Send no more to a country on a route")
    @APIResponse(responseCode = "204", description = "There is no price any more")
    @APIResponse(
            responseCode = "404",
            description = "not-found: there was no such price",
            content = @Content(mediaType = PROBLEM, examples = @ExampleObject(name = "not found", value = """
                                                    {"type":"/problems/not-found","title":"There is no such thing here","status":404,
                                                     "detail":"There is no price for transactional to FR.","instance":"/v1/prices/transactional/FR"}""")))
    public void deletePrice(
            @Parameter(example = "transactional") @PathParam("route") String route,
            @Parameter(description = "ISO 3166-1 alpha-2", example = "IN") @PathParam("country") String country) {
        boolean gone =
                database.forAccount(caller.accountId(), c -> prices.delete(c, caller.accountId(), route, country));
        if (!gone) throw new Refusal(Problem.NOT_FOUND, "There is no price for %s to %s.".formatted(route, country));
    }
}
