package dev.replay.replay;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.message.TallyRow;
import dev.replay.status.Catalogue;
import dev.replay.status.Status;
import dev.replay.status.SubStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The recipients chosen by what became of their messages: whole statuses, and single sub-statuses of others. A set, so
 * that items add up and nobody is chosen twice. Messages whose fate is unknown (Sent / SUBMIT-UNCONFIRMED) are in no
 * selection: sending to them again could be sending twice.
 */
public record Selection(Set<Status> whole, Set<SubStatus> single, SubStatus unconfirmed) {
    static final String UNCONFIRMED = "SUBMIT-UNCONFIRMED";

    /** As asked for: a status, and no sub-statuses for the whole of it. */
    @Schema(name = "SelectedStatus")
    public record Item(
            @Schema(
                    required = true,
                    description = "`Delivered`, `UnDelivered`, `NotSent` or `Sent`, to the letter",
                    examples = "NotSent")
            @Nullable
            String status,

            @Schema(
                    description = "Absent: the whole status. Else the codes chosen of it",
                    examples = "[\"NO-CREDITS\"]")
            @Nullable
            List<String> subStatuses) {}

    /** @throws Refusal nothing-selected, or unknown-status with the item's place */
    static Selection of(@Nullable List<Item> select, Catalogue catalogue) {
        if (select == null || select.isEmpty()) {
            throw Refusal.at(Problem.NOTHING_SELECTED, "/select", "Select at least one status.");
        }
        Set<Status> whole = EnumSet.noneOf(Status.class);
        Set<SubStatus> single = new LinkedHashSet<>();
        for (int i = 0; i < select.size(); i++) {
            Item item = select.get(i);
            String at = "/select/" + i;
            Status status = status(item == null ? null : item.status(), at);
            List<String> codes = item.subStatuses();
            if (codes == null) {
                whole.add(status);
                continue;
            }
            // An empty list is a box unticked, not a wish for everybody.
            if (codes.isEmpty()) {
                throw Refusal.at(
                        Problem.NOTHING_SELECTED,
                        at + "/subStatuses",
                        "No sub-status of %s is selected; leave subStatuses out for the whole status."
                                .formatted(status.label()));
            }
            for (int j = 0; j < codes.size(); j++) {
                single.add(subStatus(catalogue, status, codes.get(j), at + "/subStatuses/" + j));
            }
        }
        single.removeIf(sub -> whole.contains(sub.status()));
        return new Selection(whole, single, unconfirmed(catalogue));
    }

    private static SubStatus unconfirmed(Catalogue catalogue) {
        return catalogue.find(Status.SENT, UNCONFIRMED).orElseThrow();
    }

    private static Status status(@Nullable String spelled, String at) {
        if (spelled == null || spelled.isBlank()) {
            throw Refusal.at(
                    Problem.UNKNOWN_STATUS, at + "/status", "A status is missing; allowed: " + allowed() + ".");
        }
        return Status.ofLabel(spelled.strip())
                .filter(status -> status != Status.QUEUED)
                .orElseThrow(() -> Refusal.at(
                                Problem.UNKNOWN_STATUS,
                                at + "/status",
                                "There is no status `%s`; allowed: %s.".formatted(spelled, allowed()))
                        .with("unknown", spelled));
    }

    private static SubStatus subStatus(Catalogue catalogue, Status status, @Nullable String code, String at) {
        String spelled = String.valueOf(code);
        return catalogue
                .find(status, spelled)
                .orElseThrow(() -> Refusal.at(
                                Problem.UNKNOWN_STATUS,
                                at,
                                "%s has no sub-status `%s`.".formatted(status.label(), spelled))
                        .with("unknown", spelled));
    }

    private static String allowed() {
        return Status.replayOrder().stream().map(Status::label).collect(Collectors.joining(", "));
    }

    /** Whether messages that stand so are targets, were they not held back for another reason. */
    boolean chooses(TallyRow row) {
        return covers(row) && !isUnconfirmed(row);
    }

    /** Asked for, and nobody knows whether it went out. */
    boolean leavesOpen(TallyRow row) {
        return covers(row) && isUnconfirmed(row);
    }

    private boolean isUnconfirmed(TallyRow row) {
        return row.status() == Status.SENT.id() && row.subStatus() == unconfirmed.id();
    }

    private boolean covers(TallyRow row) {
        return whole.stream().anyMatch(status -> status.id() == row.status())
                || single.stream().anyMatch(sub -> sub.status().id() == row.status() && sub.id() == row.subStatus());
    }

    Object[] wholeCodes() {
        return whole.stream().map(Status::id).toArray();
    }

    Object[] singleIds() {
        return single.stream().map(SubStatus::id).toArray();
    }

    /** The same, in the catalogue's own spelling: what the replay remembers. */
    List<Item> canonical() {
        List<Item> items = new ArrayList<>();
        for (Status status : Status.replayOrder()) {
            if (whole.contains(status)) items.add(new Item(status.label(), null));
            List<String> codes = single.stream()
                    .filter(sub -> sub.status() == status)
                    .map(SubStatus::code)
                    .sorted()
                    .toList();
            if (!codes.isEmpty()) items.add(new Item(status.label(), codes));
        }
        return items;
    }
}
