package dev.replay.credit;

import dev.replay.account.Money;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What one segment costs on a route to a country. */
@Schema(description = "What one segment costs on a route to a country")
record Price(
        @Schema(examples = "transactional") String route,

        @Schema(description = "ISO 3166-1 alpha-2", examples = "IN")
        String country,

        Money unitPrice) {}
