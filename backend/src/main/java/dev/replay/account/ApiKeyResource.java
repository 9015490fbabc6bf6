package dev.replay.account;

import dev.replay.http.Cursor;
import dev.replay.http.Idempotent;
import dev.replay.http.Limit;
import dev.replay.http.Page;
import dev.replay.http.Secret;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
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

@Path("/v1/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@Requires(Role.ADMIN)
@Tag(name = "Access")
class ApiKeyResource {
    private static final String PROBLEM = "application/problem+json";

    private final Caller caller;
    private final Accounts accounts;
    private final AuditLog audit;

    ApiKeyResource(Caller caller, Accounts accounts, AuditLog audit) {
        this.caller = caller;
        this.accounts = accounts;
        this.audit = audit;
    }

    @Schema(name = "NewApiKey")
    record NewApiKey(
            @NotNull
            @NotBlank
            @Size(max = 100)
            @Schema(required = true, description = "What the key is for", examples = "nightly import")
            String name,

            @NotNull @Schema(required = true, description = "What the key may do")
            Role role) {}

    @Schema(name = "ApiKey")
    record Key(
            @Schema(required = true) long id,
            @Schema(required = true) String name,
            @Schema(required = true) Role role,

            @Schema(required = true, description = "The secret's first characters", examples = "rk_9f2kQ1x")
            String prefix,

            @Schema(required = true) Instant createdAt) {
        static Key of(ApiKey k) {
            return new Key(k.id, k.name, k.role, k.prefix, k.createdAt);
        }
    }

    @Schema(name = "CreatedApiKey")
    record CreatedKey(
            @Schema(required = true) long id,
            @Schema(required = true) String name,
            @Schema(required = true) Role role,

            @Schema(required = true, description = "The secret's first characters", examples = "rk_9f2kQ1x")
            String prefix,

            @Schema(required = true) Instant createdAt,

            @Secret
            @Schema(
                    description =
                            "The key itself. Only its hash is kept: it is in this answer alone, also not in the one"
                                    + " that the same idempotency key gets again")
            String secret) {}

    @Schema(name = "ApiKeyPage")
    record KeyPage(List<Key> items, @Nullable String nextCursor) {}

    @GET
    @Transactional
    @Operation(operationId = "listApiKeys", summary = "List the keys that open the account, newest first")
    @APIResponse(
            responseCode = "200",
            description = "The keys, without their secrets",
            content =
                    @Content(
                            schema = @Schema(implementation = KeyPage.class),
                            examples = @ExampleObject(name = "one key", value = AccountExamples.KEYS)))
    public Page<Key> listApiKeys(
            @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(
                            description = "How many at most",
                            schema =
                                    @Schema(
                                            implementation = Integer.class,
                                            minimum = "1",
                                            maximum = "200",
                                            defaultValue = "50"))
                    @QueryParam("limit")
                    @Nullable
                    String limit) {
        int most = Limit.of(limit);
        long before = cursor == null ? Long.MAX_VALUE : Cursor.id(cursor);
        List<Key> found = ApiKey.valid(caller.accountId(), before, most + 1).stream()
                .map(Key::of)
                .toList();
        return Page.of(found, most, last -> Cursor.of(last.id));
    }

    @POST
    @Idempotent
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createApiKey", summary = "Make a key", description = "Its secret is shown once.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = NewApiKey.class),
                            examples = @ExampleObject(name = "for imports", value = AccountExamples.NEW_KEY)))
    @APIResponse(
            responseCode = "201",
            description = "The key and its secret",
            content =
                    @Content(
                            schema = @Schema(implementation = CreatedKey.class),
                            examples = @ExampleObject(name = "the key", value = AccountExamples.CREATED_KEY)))
    public Response createApiKey(@Valid NewApiKey wanted) {
        Token token = Token.fresh("rk_");
        ApiKey key = accounts.addKey(caller.accountId(), wanted.name, wanted.role, false, token);
        audit.record(
                caller.accountId(),
                caller.actor(),
                "api-key.created",
                "api-key:" + key.id,
                Map.of("name", key.name, "role", key.role.slug()));
        return Response.status(Response.Status.CREATED)
                .entity(new CreatedKey(key.id, key.name, key.role, key.prefix, key.createdAt, token.secret()))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "revokeApiKey",
            summary = "Revoke a key",
            description = "At once in the process that answers; within seconds in others of the same installation.")
    @APIResponse(responseCode = "204", description = "It opens nothing any more")
    @APIResponse(
            responseCode = "404",
            description = "not-found: the account has no such key, or it is revoked",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "unknown", value = AccountExamples.KEY_MISSING)))
    public void revokeApiKey(@Parameter(description = "Of the key", example = "12") @PathParam("id") long id) {
        accounts.revokeKey(caller, id);
    }
}
