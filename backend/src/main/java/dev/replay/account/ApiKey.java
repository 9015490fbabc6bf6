package dev.replay.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a program authenticates with; of its secret only the SHA-256 is kept. */
@Entity
@Table(name = "api_key")
class ApiKey extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @Column(name = "account_id")
    public long accountId;

    public String name;

    @Convert(converter = RoleColumn.class)
    public Role role;

    public boolean operator;
    public String prefix;

    @Column(name = "secret_hash")
    public byte[] secretHash;

    @Column(name = "created_at")
    public Instant createdAt;

    @Column(name = "revoked_at")
    public @Nullable Instant revokedAt;

    /** Those that still open something, newest first. */
    static List<ApiKey> valid(long accountId, long before, int most) {
        return ApiKey.<ApiKey>find(
                        "accountId = ?1 and revokedAt is null and id < ?2", Sort.descending("id"), accountId, before)
                .page(0, most)
                .list();
    }

    static Optional<ApiKey> valid(long accountId, long id) {
        return ApiKey.<ApiKey>find("accountId = ?1 and revokedAt is null and id = ?2", accountId, id)
                .firstResultOptional();
    }
}
