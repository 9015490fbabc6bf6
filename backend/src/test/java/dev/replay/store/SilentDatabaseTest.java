package dev.replay.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SilentDatabaseTest {
    @Inject
    AgroalDataSource source;

    @Test
    void noConnectionWaitsForEver() throws Exception {
        try (Connection c = source.getConnection()) {
            assertThat(Duration.ofMillis(c.getNetworkTimeout())).isEqualTo(Duration.ofMinutes(5));
        }
        assertThat(source.getConfiguration()
                        .connectionPoolConfiguration()
                        .connectionFactoryConfiguration()
                        .jdbcProperties())
                .containsEntry("tcpKeepAlive", "true")
                .containsEntry("loginTimeout", "10");
    }
}
