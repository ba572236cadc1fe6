// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import joolj.config.Product;
import joolj.control.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of command lines that a {@link FakeDaemon} of their own answers. */
@Timeout(60)
abstract class WithFakeDaemon {
    @TempDir
    Path directory;

    Path socket;
    FakeDaemon daemon;

    @BeforeEach
    void startDaemon() throws Exception {
        socket = directory.resolve("s");
        daemon = new FakeDaemon(socket);
    }

    @AfterEach
    void stopDaemon() throws Exception {
        daemon.close();
    }

    /** The only request, which must be for a product: operation, instance, and arguments. */
    String asked(Product product) {
        assertEquals(1, daemon.requests().size());
        Request request = daemon.requests().get(0);
        assertEquals(product, request.product());
        return request.command().operation().mode() + " "
                + request.command().operation().keyword() + " " + request.instance() + " "
                + request.command().arguments();
    }

    /** Asserts that a command line succeeds and prints this, and nothing to standard error. */
    void assertPrints(String commandLine, String out) {
        Run.of(socket, commandLine).assertIs(0, out, "");
    }
}
