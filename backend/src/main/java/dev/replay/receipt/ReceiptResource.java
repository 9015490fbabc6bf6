package dev.replay.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replay.carrier.Callbacks;
import dev.replay.carrier.Carriers;
import dev.replay.carrier.Delivery;
import dev.replay.carrier.ReceiptSink;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Receipts that an HTTP carrier pushes: answered when they are safe on disk, so that what is not answered comes again. */
@Path("/v1/receipts/{carrier}")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Carriers", description = "Who carries the messages")
class ReceiptResource {
    private static final Logger LOG = Logger.getLogger(ReceiptResource.class);
    private static final String PROBLEM = "application/problem+json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RECEIPT = """
            {"id":"9d1c1f0e-1f5a-4a53-8b8e-2f7f0c8d5a11:1","recipient":"919812345678","status":"DELIVERED",
             "status_trace":"DELIVERED","timestamp":"2026-11-23 09:05:14"}""";
    private static final String FORM =
            "id=9d1c1f0e-1f5a-4a53-8b8e-2f7f0c8d5a11%3A1&recipient=919812345678&status=DELIVERED&status_trace=DELIVERED";

    /** Deliveries that may wait for their commit: beyond it the carrier is to come again. */
    private static final int UNANSWERED = 20_000;
    /** Of one request; a carrier that pushes more of them does so in several. */
    private static final int AT_ONCE = 1_000;

    private static final AtomicInteger unanswered = new AtomicInteger();

    private final Carriers carriers;
    private final ReceiptSink receipts;

    ReceiptResource(Carriers carriers, ReceiptSink receipts) {
        this.carriers = carriers;
        this.receipts = receipts;
    }

    @Schema(name = "Received")
    public record Received(
            @Schema(description = "How many receipts are kept", examples = "1")
            int received) {}

    @POST
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_FORM_URLENCODED})
    @Operation(
            operationId = "receiveReceipts",
            summary = "Take delivery receipts that a carrier pushes",
            description =
                    "Called by the carrier, with its secret in the header `x-api-key`. One receipt as an object or a"
                            + " form, or several as an array, of which those without an id or a status are left out. A repeated"
                            + " one is harmless; one that is not answered comes again.")
    @APIResponse(
            responseCode = "200",
            description = "They are safe on disk",
            content =
                    @Content(
                            schema = @Schema(implementation = Received.class),
                            examples = @ExampleObject(name = "one", value = "{\"received\":1}")))
    @APIResponse(
            responseCode = "401",
            description = "unauthenticated: the request brings no secret",
            content = @Content(mediaType = PROBLEM))
    @APIResponse(
            responseCode = "403",
            description = "forbidden: it brings another secret than the carrier was told",
            content = @Content(mediaType = PROBLEM))
    @APIResponse(
            responseCode = "422",
            description = "invalid-request: it names no message or no status",
            content = @Content(mediaType = PROBLEM))
    @APIResponse(
            responseCode = "429",
            description = "too-many-requests: too many receipts wait for the database",
            content = @Content(mediaType = PROBLEM))
    public CompletionStage<Received> receiveReceipts(
            @Parameter(description = "The carrier's name", example = "kaleyra") @PathParam("carrier") String carrier,
            @Parameter(description = "The carrier's secret", example = "7f0c8d5a11") @HeaderParam("x-api-key") @Nullable
                    String secret,
            @Context HttpHeaders headers,
            @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON,
                                        schema = @Schema(description = "By the names that its template gives them"),
                                        examples = @ExampleObject(name = "delivered", value = RECEIPT)),
                                @Content(
                                        mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                                        schema = @Schema(description = "The same as a form"),
                                        examples = @ExampleObject(name = "delivered", value = FORM))
                            })
                    String body) {
        Callbacks callbacks = admitted(carrier, secret);
        boolean form = headers.getMediaType() != null
                && headers.getMediaType().isCompatible(MediaType.APPLICATION_FORM_URLENCODED_TYPE);
        return take(form ? List.of(delivery(callbacks, form(body), body)) : json(carrier, callbacks, body));
    }

    @GET
    @Operation(
            operationId = "receiveReceiptByQuery",
            summary = "Take a delivery receipt that a carrier pushes as a query",
            description = "The same for carriers that call by GET: names and values are those of the query.")
    @APIResponse(
            responseCode = "200",
            description = "It is safe on disk",
            content =
                    @Content(
                            schema = @Schema(implementation = Received.class),
                            examples = @ExampleObject(name = "one", value = "{\"received\":1}")))
    @APIResponse(
            responseCode = "401",
            description = "unauthenticated: the request brings no secret",
            content = @Content(mediaType = PROBLEM))
    @APIResponse(
            responseCode = "403",
            description = "forbidden: it brings another secret than the carrier was told",
            content = @Content(mediaType = PROBLEM))
    @APIResponse(
            responseCode = "422",
            description = "invalid-request: it names no message or no status",
            content = @Content(mediaType = PROBLEM))
    @APIResponse(
            responseCode = "429",
            description = "too-many-requests: too many receipts wait for the database",
            content = @Content(mediaType = PROBLEM))
    public CompletionStage<Received> receiveReceiptByQuery(
            @Parameter(description = "The carrier's name", example = "kaleyra") @PathParam("carrier") String carrier,
            @Parameter(description = "The carrier's secret", example = "7f0c8d5a11") @HeaderParam("x-api-key") @Nullable
                    String secret,
            @Context UriInfo uri) {
        Callbacks callbacks = admitted(carrier, secret);
        Map<String, String> fields = new HashMap<>();
        uri.getQueryParameters()
                .forEach((name, values) -> fields.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        String query = uri.getRequestUri().getRawQuery();
        return take(List.of(delivery(callbacks, fields, query == null ? "" : query)));
    }

    private Callbacks admitted(String carrier, @Nullable String secret) {
        Callbacks callbacks = carriers.callbacks(carrier)
                .orElseThrow(() -> new Refusal(Problem.NOT_FOUND, "No carrier of this name pushes its receipts here."));
        if (secret == null)
            throw new Refusal(Problem.UNAUTHENTICATED, "The carrier's secret is missing in the header x-api-key.");
        if (!callbacks.admits(secret))
            throw new Refusal(Problem.FORBIDDEN, "The secret in the header x-api-key is not this carrier's.");
        return callbacks;
    }

    private static List<Delivery> json(String carrier, Callbacks callbacks, String body) {
        JsonNode read;
        try {
            read = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new Refusal(Problem.MALFORMED_REQUEST, "The body is not JSON: " + e.getOriginalMessage());
        }
        if (read.path("data").isArray()) read = read.path("data");
        if (!read.isArray()) return List.of(delivery(callbacks, fields(read), read.toString()));
        if (read.isEmpty() || read.size() > AT_ONCE)
            throw new Refusal(Problem.INVALID_REQUEST, "Between 1 and 1,000 receipts come at once.");
        List<Delivery> deliveries = new ArrayList<>();
        Set<String> names = Set.of();
        for (JsonNode each : read) {
            Map<String, String> fields = fields(each);
            var delivery = callbacks.read(fields, each.toString());
            delivery.ifPresent(deliveries::add);
            if (delivery.isEmpty()) names = fields.keySet();
        }
        if (deliveries.isEmpty()) throw unreadable();
        // Refused as a whole, the good ones would come again and again with the others, or never.
        if (deliveries.size() < read.size())
            LOG.warnf(
                    "event=receipts.unreadable carrier=%s receipts=%d of=%d fields=\"%.200s\"",
                    carrier, read.size() - deliveries.size(), read.size(), names);
        return deliveries;
    }

    private static Map<String, String> fields(JsonNode object) {
        Map<String, String> fields = new HashMap<>();
        object.properties()
                .forEach(e -> fields.put(
                        e.getKey().toLowerCase(Locale.ROOT), e.getValue().asText("")));
        return fields;
    }

    private static Map<String, String> form(String body) {
        Map<String, String> fields = new HashMap<>();
        try {
            for (String pair : body.split("&")) {
                int equals = pair.indexOf('=');
                if (equals < 0) continue;
                fields.put(
                        URLDecoder.decode(pair.substring(0, equals), UTF_8).toLowerCase(Locale.ROOT),
                        URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        } catch (IllegalArgumentException e) {
            throw new Refusal(Problem.MALFORMED_REQUEST, "The body is not a form: " + e.getMessage());
        }
        return fields;
    }

    private static Delivery delivery(Callbacks callbacks, Map<String, String> fields, String raw) {
        return callbacks.read(fields, raw).orElseThrow(ReceiptResource::unreadable);
    }

    private static Refusal unreadable() {
        return new Refusal(
                Problem.INVALID_REQUEST,
                "A receipt has an id and a status: as message_id or id, and status and status_trace.");
    }

    private CompletionStage<Received> take(List<Delivery> deliveries) {
        int n = deliveries.size();
        if (unanswered.addAndGet(n) > UNANSWERED) {
            unanswered.addAndGet(-n);
            throw new Refusal(Problem.TOO_MANY_REQUESTS, "Too many receipts wait for the database; come again.");
        }
        List<CompletableFuture<Boolean>> stored = new ArrayList<>(n);
        for (Delivery delivery : deliveries) {
            var done = new CompletableFuture<Boolean>();
            stored.add(done);
            receipts.receive(delivery, done::complete);
        }
        return CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new)).thenApply(all -> {
            unanswered.addAndGet(-n);
            if (!stored.stream().allMatch(CompletableFuture::join))
                throw new Refusal(Problem.UNAVAILABLE, "The receipts cannot be kept now; bring them again.");
            return new Received(n);
        });
    }
}
