package dev.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In front of a server that says everything back. */
class CuttableProxyTest {
    private ServerSocket echo;
    private CuttableProxy proxy;

    @BeforeEach
    void anEcho() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!echo.isClosed()) {
                try {
                    Socket one = echo.accept();
                    Thread.ofVirtual().start(() -> {
                        try (one) {
                            one.getInputStream().transferTo(one.getOutputStream());
                        } catch (IOException e) {
                            // Its other side is gone.
                        }
                    });
                } catch (IOException e) {
                    // Closed by the test.
                }
            }
        });
        proxy = new CuttableProxy(echo.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    private Socket connection() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(200);
        return socket;
    }

    private static void heldIn(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    private static void arrivesIn(Socket socket, int octet) throws IOException {
        socket.setSoTimeout(5_000);
        assertThat(socket.getInputStream().read()).isEqualTo(octet);
    }

    @Test
    void inSilenceNothingArrivesAndNothingCloses_andLaterEverythingDoes() throws IOException {
        try (Socket old = connection()) {
            old.getOutputStream().write(1);
            arrivesIn(old, 1);
            old.setSoTimeout(200);
            proxy.silence();
            old.getOutputStream().write(2);
            heldIn(old);
            try (Socket young = connection()) {
                young.getOutputStream().write(3);
                heldIn(young);
                proxy.mend();
                arrivesIn(old, 2);
                arrivesIn(young, 3);
            }
        }
    }

    @Test
    void aForgetfulNetworkLosesWhatItHeld() throws IOException {
        try (Socket old = connection()) {
            proxy.silence();
            old.getOutputStream().write(2);
            heldIn(old);
            proxy.mendForgetful();
            arrivesIn(old, -1);
        }
        try (Socket young = connection()) {
            young.getOutputStream().write(3);
            arrivesIn(young, 3);
        }
    }
}
