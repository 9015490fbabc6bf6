package dev.replay.carrier;

import dev.replay.account.Requires;
import dev.replay.account.Role;
import dev.replay.store.Database;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/carriers")
@Produces(MediaType.APPLICATION_JSON)
@Requires(Role.VIEWER)
@Tag(name = "Carriers", description = "Who carries the messages")
class CarrierResource {
    private static final String EXAMPLE = """
            {"items":[
             {"id":1,"name":"smpp","kind":"smpp","active":true,"state":"up","rate":200,"window":200,"inFlight":37,
              "circuit":"closed","binds":[
               {"index":0,"kind":"transceiver","state":"bound","since":"2026-11-23T09:00:01Z","lastError":null},
               {"index":1,"kind":"transceiver","state":"throttled","since":"2026-11-23T09:00:01Z","lastError":null}]},
             {"id":3,"name":"acme","kind":"smpp","active":true,"state":"away","rate":0,"window":0,"inFlight":0,
              "circuit":"closed","binds":[
               {"index":0,"kind":"transceiver","state":"waiting","since":"2026-11-23T09:04:50Z",
                "lastError":"bind refused: ESME_RINVPASWD (0x0E): password is wrong"}]},
             {"id":2,"name":"simulator","kind":"smpp","active":false,"state":"off","rate":0,"window":0,"inFlight":0,
              "circuit":"closed","binds":[]}]}""";

    private final Carriers carriers;
    private final Database database;

    CarrierResource(Carriers carriers, Database database) {
        this.carriers = carriers;
        this.database = database;
    }

    @Schema(name = "CarrierList")
    public record CarrierList(List<CarrierView> items) {}

    @Schema(name = "Carrier")
    public record CarrierView(
            int id,
            String name,

            @Schema(enumeration = {"smpp", "kaleyra"}) String kind,

            @Schema(description = "Whether the present configuration sends by it")
            boolean active,

            @Schema(
                    description =
                            "up: it takes messages; away: they take another carrier of their list, or wait; off: it is"
                                    + " not configured any more",
                    type = SchemaType.STRING,
                    enumeration = {"up", "away", "off"})
            String state,

            @Schema(description = "Segments a second; 0 is unlimited")
            int rate,

            @Schema(description = "What may be unanswered on the wire, over all live connections")
            int window,

            @Schema(description = "What is, in this process")
            int inFlight,

            @Schema(
                    description =
                            "open: it failed several times in a row and is left alone for some seconds; half-open: the"
                                    + " next message shows whether it works again",
                    enumeration = {"closed", "open", "half-open"})
            String circuit,

            List<Bind> binds) {

        static CarrierView of(Line line, String kind) {
            Carrier.Load load = line.load();
            return new CarrierView(
                    line.id(),
                    line.name(),
                    kind,
                    true,
                    line.ready() ? "up" : "away",
                    line.rate(),
                    load.window(),
                    load.inFlight(),
                    line.circuit(),
                    line.binds().stream().map(Bind::of).toList());
        }

        static CarrierView off(short id, String name, String kind) {
            return new CarrierView(id, name, kind, false, "off", 0, 0, 0, "closed", List.of());
        }
    }

    @Schema(name = "CarrierBind")
    public record Bind(
            @Schema(description = "From 0") int index,

            @Schema(enumeration = {"transceiver", "transmitter", "receiver", "http"})
            String kind,

            @Schema(
                    description =
                            "bound: up; throttled: up, and asked to be slower; waiting: down, until the next attempt",
                    enumeration = {"connecting", "binding", "bound", "throttled", "waiting", "closed"})
            String state,

            @Schema(description = "When it came into this state")
            Instant since,

            @Schema(description = "What went wrong last") @Nullable
            String lastError) {

        static Bind of(BindState bind) {
            return new Bind(
                    bind.index(),
                    bind.kind(),
                    bind.state(),
                    bind.since(),
                    bind.lastError().isEmpty() ? null : bind.lastError());
        }
    }

    @GET
    @Operation(
            operationId = "listCarriers",
            summary = "List the carriers and how it stands with them",
            description = "As the process that answers sees them. They belong to the installation; those that carried"
                    + " messages before stay in the list.")
    @APIResponse(
            responseCode = "200",
            description = "Those that messages are sent by in the order of the configuration, then those of before",
            content =
                    @Content(
                            schema = @Schema(implementation = CarrierList.class),
                            examples = @ExampleObject(name = "three", value = EXAMPLE)))
    public CarrierList listCarriers() {
        record Row(short id, String name, String kind) {}
        List<Line> lines = carriers.lines();
        List<Row> rows = database.asEngine(c -> Database.list(
                c,
                "select id, name, kind from carrier order by id",
                s -> {},
                r -> new Row(r.getShort(1), r.getString(2), r.getString(3))));
        var items = new java.util.ArrayList<CarrierView>();
        for (Line line : lines) for (Row row : rows) if (row.id == line.id()) items.add(CarrierView.of(line, row.kind));
        for (Row row : rows)
            if (lines.stream().noneMatch(line -> line.id() == row.id))
                items.add(CarrierView.off(row.id, row.name, row.kind));
        return new CarrierList(items);
    }
}
