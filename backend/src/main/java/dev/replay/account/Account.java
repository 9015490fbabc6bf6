package dev.replay.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneId;

/** Whoever pays: owns campaigns, users, keys, prices and credits. */
@Entity
@Table(name = "account")
public class Account extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    public String name;
    /** ISO 4217; never changed, the ledger is in it. */
    public String currency;
    /** IANA name. */
    public String zone;

    @Column(name = "created_at")
    public Instant createdAt;

    public ZoneId zoneId() {
        return ZoneId.of(zone);
    }
}
