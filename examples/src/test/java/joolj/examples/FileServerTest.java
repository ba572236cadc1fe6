// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileServerTest {
    @TempDir
    Path directory;

    private FileServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FileServer(directory, 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        URI uri = URI.create("http://" + host + ":" + server.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void greets() throws IOException, InterruptedException {
        assertEquals("Hello from an IPv4-only node.\n", new String(get("/").body(), StandardCharsets.UTF_8));
    }

    @Test
    void servesAFileOctetByOctet() throws IOException, InterruptedException {
        Path file = RandomFile.write(directory.resolve("data"), 100_001);
        assertArrayEquals(Files.readAllBytes(file), get("/data").body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/absent", "/.hidden", "/sub/file", "/..%2f..%2fetc%2fpasswd", "/../etc/passwd"})
    void servesNothingElse(String path) throws IOException, InterruptedException {
        Files.writeString(directory.resolve(".hidden"), "secret");
        Files.createDirectory(directory.resolve("sub"));
        Files.writeString(directory.resolve("sub/file"), "secret");
        assertEquals(404, get(path).statusCode());
    }
}
