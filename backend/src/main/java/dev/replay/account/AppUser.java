package dev.replay.account;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A person who signs in with e-mail and password. */
@Entity
@Table(name = "app_user")
class AppUser extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @ManyToOne(fetch = FetchType.EAGER, optional = false)
    @JoinColumn(name = "account_id")
    public Account account;

    /** In lower case: one mailbox is one person. */
    public String email;

    @Column(name = "password_hash")
    public String passwordHash;

    @Convert(converter = RoleColumn.class)
    public Role role;

    public boolean operator;

    @Column(name = "created_at")
    public Instant createdAt;

    static String normal(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    static Optional<AppUser> named(String email) {
        return AppUser.<AppUser>find("email", normal(email)).firstResultOptional();
    }
}
