// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.events;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the lines of all instances go: the daemon's standard output, or a file, which is opened anew once it was renamed
 * or removed, as log rotation does. Safe for several threads.
 */
public final class LineLog implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(LineLog.class);

    /** How often it is looked whether the file is still the one that its name stands for, milliseconds. */
    private static final long CHECK_MILLIS = 1_000;

    private final Path file;
    private FileChannel channel;
    private Object key;
    private long checked;
    private boolean complained;

    private LineLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Lines on the daemon's standard output. */
    public static LineLog ofStandardOutput() {
        return new LineLog(null, new FileOutputStream(FileDescriptor.out).getChannel());
    }

    /**
     * Lines at the end of a file, which is made if it does not exist.
     *
     * @throws IOException if it cannot be opened
     */
    public static LineLog ofFile(Path file) throws IOException {
        LineLog log = new LineLog(file, null);
        log.open();
        return log;
    }

    private void open() throws IOException {
        channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        key = keyOf(file);
    }

    private static Object keyOf(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino") + ":" + Files.getAttribute(path, "unix:dev");
    }

    /**
     * Writes whole lines.
     *
     * @return whether they were written; if not, the daemon's log tells why, once
     */
    public synchronized boolean write(CharSequence lines) {
        try {
            reopenIfMoved();
            ByteBuffer octets = StandardCharsets.UTF_8.encode(lines.toString());
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            complained = false;
            return true;
        } catch (IOException e) {
            if (!complained) {
                LOG.warn("lines about BIB entries and sessions cannot be written: {}", e.toString());
                complained = true;
            }
            return false;
        }
    }

    private void reopenIfMoved() throws IOException {
        long now = System.currentTimeMillis();
        if (file == null || Math.abs(now - checked) < CHECK_MILLIS) {
            return;
        }
        checked = now;
        try {
            if (channel.isOpen() && keyOf(file).equals(key)) {
                return;
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} is gone and is made anew", file);
        }
        channel.close();
        open();
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            channel.close();
        }
    }
}
