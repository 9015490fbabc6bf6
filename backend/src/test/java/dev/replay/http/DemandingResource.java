package dev.replay.http;

import dev.replay.store.Database;
import dev.replay.store.StoreException;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * An operation for each thing that the http room promises, known to tests alone and no part of the contract. Its path has a
 * dot, as an address without one is of the page.
 */
@Path("/demanding.test")
@Produces(MediaType.APPLICATION_JSON)
public class DemandingResource {
    static final AtomicInteger effects = new AtomicInteger();

    @Inject
    Database database;

    public enum Colour {
        RED,
        BLUE
    }

    public record Part(@NotNull @Size(max = 3) String label) {}

    public record Order(
            @NotNull @Size(max = 5) String name,
            int count,
            @Nullable Colour colour,
            @Nullable Instant at,
            @Nullable Boolean urgent,
            @Nullable Map<String, String> variables,
            @Nullable @Valid List<Part> parts) {}

    @POST
    @Path("/orders")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Order order(@Valid Order order) {
        return order;
    }

    @PUT
    @Path("/files")
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public long file(InputStream file) throws IOException {
        return file.transferTo(OutputStream.nullOutputStream());
    }

    @GET
    @Path("/orders/{id}")
    @Operation(hidden = true)
    public String byId(
            @PathParam("id") long id,
            @QueryParam("limit") @DefaultValue("1") @Min(1) int limit,
            @QueryParam("q") String q,
            @HeaderParam("X-Count") Integer count) {
        return "\"" + id + "\"";
    }

    @GET
    @Path("/failures/{kind}")
    @Operation(hidden = true)
    public String fail(@PathParam("kind") String kind) {
        throw switch (kind) {
            case "refusal" -> new Refusal(Problem.INSUFFICIENT_CREDITS, "Too few.").with("shortfall", "1.0000");
            case "wrapped-refusal" -> new IllegalStateException(new Refusal(Problem.NO_CARRIER, "None."));
            case "bug" -> new IllegalStateException("a secret of the server");
            case "lost-connection" -> new StoreException(new SQLException("gone", "08006"));
            case "lost-commit" -> new StoreException(new SQLException("gone", StoreException.COMMIT_IN_DOUBT));
            case "lost-commit-of-the-caller" -> new QuarkusTransactionException(lostCommit());
            case "pool-exhausted" -> new RuntimeException(new SQLException("Acquisition timeout"));
            case "deadlock" -> new StoreException(new SQLException("deadlock detected", "40P01"));
            case "twin" -> new StoreException(new SQLException("duplicate key", "23505"));
            default -> new IllegalArgumentException(kind);
        };
    }

    /** As Narayana tells it. */
    private static RollbackException lostCommit() {
        var told = new XAException(XAException.XA_RBROLLBACK);
        told.initCause(new SQLException("gone", "08006"));
        var rollback = new RollbackException("could not commit");
        rollback.addSuppressed(told);
        return rollback;
    }

    @GET
    @Path("/nul")
    @Operation(hidden = true)
    public String nul() {
        return database.asEngine(
                c -> Database.first(c, "select ?", s -> s.setString(1, "a\0b"), row -> row.getString(1))
                        .orElseThrow());
    }

    public record Wish(
            String name, @Nullable String fate, @Nullable Long millis) {}

    public record Granted(int number, @Secret String secret) {}

    @POST
    @Path("/wishes")
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @Operation(hidden = true)
    public Response wish(Wish wish) {
        int number = effects.incrementAndGet();
        if (wish.millis() != null) {
            database.asEngine(c ->
                    Database.first(c, "select pg_sleep(?)", s -> s.setDouble(1, wish.millis() / 1000.0), row -> true));
        }
        if ("refused".equals(wish.fate())) throw new Refusal(Problem.INSUFFICIENT_CREDITS, "Too few.");
        return Response.created(URI.create("/demanding.test/wishes/" + number))
                .entity(new Granted(number, "s3cret"))
                .build();
    }

    @POST
    @Path("/transactions")
    @Consumes(MediaType.WILDCARD)
    @Idempotent
    @Transactional
    @Operation(hidden = true)
    public Response withoutBody() {
        return Response.ok(Map.of("number", effects.incrementAndGet())).build();
    }
}
