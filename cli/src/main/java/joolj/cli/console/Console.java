// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.console;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Standard output and standard error. Output is buffered; it is flushed before every line of standard error, so that
 * a terminal shows both in order. Failure to write it is an {@link UncheckedIOException}.
 */
public final class Console {
    private static final int BUFFER = 32 * 1024;

    private final Writer out;
    private final PrintStream err;

    /** Writes UTF-8 to {@code out} and whatever {@code err} makes of it to {@code err}. */
    public Console(OutputStream out, PrintStream err) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
        this.err = err;
    }

    /** Writes to standard output. */
    public void print(String text) {
        try {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a line to standard output. */
    public void line(String text) {
        print(text);
        print("\n");
    }

    /** Writes a line to standard error. */
    public void errorLine(String text) {
        flush();
        err.print(text + "\n");
        err.flush();
    }

    /** Hands everything over to the operating system. */
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
