package dev.replay.account;

import dev.replay.http.Cursor;
import dev.replay.http.Idempotent;
import dev.replay.http.Limit;
import dev.replay.http.Page;
import dev.replay.http.Secret;
import io.quarkus.panache.common.Sort;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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

@Path("/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Requires(value = Role.ADMIN, operator = true)
@Tag(name = "Access")
class AccountResource {
    private static final String PROBLEM = "application/problem+json";

    private final Caller caller;
    private final Accounts accounts;
    private final AuditLog audit;

    AccountResource(Caller caller, Accounts accounts, AuditLog audit) {
        this.caller = caller;
        this.accounts = accounts;
        this.audit = audit;
    }

    @Schema(name = "NewAccount")
    record NewAccount(
            @NotNull @NotBlank @Size(max = 100) @Schema(required = true, examples = "Acme")
            String name,

            @NotNull @Schema(required = true, description = "ISO 4217", examples = "EUR")
            String currency,

            @NotNull @Schema(required = true, description = "IANA name", examples = "Asia/Kolkata")
            String zone,

            @NotNull
            @Size(max = 254)
            @Pattern(regexp = "\\s*[^@\\s]+@[^@\\s]+\\s*", message = "must be an e-mail address")
            @Schema(required = true, description = "With which the first administrator signs in", format = "email")
            String adminEmail,

            @NotNull @Size(min = 8, max = 200) @Secret @Schema(required = true, format = "password")
            String adminPassword) {}

    @Schema(name = "Account")
    record AccountView(
            @Schema(required = true) long id,
            @Schema(required = true) String name,

            @Schema(required = true, description = "ISO 4217", examples = "EUR")
            String currency,

            @Schema(required = true, description = "IANA name", examples = "Asia/Kolkata")
            String zone,

            @Schema(required = true) Instant createdAt) {
        static AccountView of(Account a) {
            return new AccountView(a.id, a.name, a.currency, a.zone, a.createdAt);
        }
    }

    @Schema(name = "AccountPage")
    record AccountPage(List<AccountView> items, @Nullable String nextCursor) {}

    @GET
    @Transactional
    @Operation(operationId = "listAccounts", summary = "List the installation's accounts, newest first")
    @APIResponse(
            responseCode = "200",
            description = "The accounts",
            content =
                    @Content(
                            schema = @Schema(implementation = AccountPage.class),
                            examples = @ExampleObject(name = "one account", value = AccountExamples.ACCOUNTS)))
    public Page<AccountView> listAccounts(
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
        List<AccountView> found =
                Account.<Account>find("id < ?1", Sort.descending("id"), before).page(0, most + 1).stream()
                        .map(AccountView::of)
                        .toList();
        return Page.of(found, most, last -> Cursor.of(last.id));
    }

    @POST
    @Idempotent
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createAccount",
            summary = "Make an account and its first administrator",
            description = "It starts without credits, sender IDs and prices.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = NewAccount.class),
                            examples = @ExampleObject(name = "Acme", value = AccountExamples.NEW_ACCOUNT)))
    @APIResponse(
            responseCode = "201",
            description = "The account",
            content =
                    @Content(
                            schema = @Schema(implementation = AccountView.class),
                            examples = @ExampleObject(name = "Acme", value = AccountExamples.ACCOUNT)))
    @APIResponse(
            responseCode = "409",
            description = "already-exists: somebody signs in with this e-mail",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "e-mail taken", value = AccountExamples.EMAIL_TAKEN)))
    @APIResponse(
            responseCode = "422",
            description =
                    "invalid-request: a currency or zone that does not exist, a password of fewer than 8 characters",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            examples = @ExampleObject(name = "no such zone", value = AccountExamples.NO_SUCH_ZONE)))
    public Response createAccount(@Valid NewAccount wanted) {
        Account account = accounts.create(wanted.name, wanted.currency, wanted.zone);
        accounts.createUser(account.id, wanted.adminEmail, wanted.adminPassword, Role.ADMIN, false);
        audit.record(
                caller.accountId(),
                caller.actor(),
                "account.created",
                "account:" + account.id,
                Map.of("name", account.name));
        return Response.status(Response.Status.CREATED)
                .entity(AccountView.of(account))
                .build();
    }
}
