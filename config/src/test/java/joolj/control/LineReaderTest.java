// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import joolj.control.MalformedMessageException.Defect;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static LineReader reader(String text, int maximum) {
        return reader(text.getBytes(StandardCharsets.UTF_8), maximum);
    }

    private static LineReader reader(byte[] octets, int maximum) {
        return new LineReader(Channels.newChannel(new ByteArrayInputStream(octets)), maximum);
    }

    private static Defect defectOf(LineReader reader) {
        return assertThrows(MalformedMessageException.class, reader::read).defect();
    }

    @Test
    void linesComeOneByOneThenNull() throws IOException {
        LineReader reader = reader("one\n\nthrée\n", 10);

        assertEquals("one", reader.read());
        assertEquals("", reader.read());
        assertEquals("thrée", reader.read());
        assertNull(reader.read());
    }

    @Test
    void aLineMayBeLongerThanTheBuffer() throws IOException {
        String line = "x".repeat(100_000);

        assertEquals(line, reader(line + "\n", 100_000).read());
    }

    @Test
    void aLineOfOneOctetTooManyIsOversized() {
        assertEquals(Defect.OVERSIZED, defectOf(reader("x".repeat(100_001) + "\n", 100_000)));
    }

    @Test
    void anEndlessLineIsOversizedBeforeItEnds() {
        assertEquals(Defect.OVERSIZED, defectOf(new LineReader(Channels.newChannel(new java.io.InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        }))));
    }

    @Test
    void aLineWithoutItsEndIsHalfSent() {
        assertEquals(Defect.HALF_SENT, defectOf(reader("{\"version\":1", 100)));
    }

    @Test
    void octetsThatAreNotUtf8AreMalformed() {
        assertEquals(Defect.MALFORMED, defectOf(reader(new byte[] {'a', (byte) 0xc3, '\n'}, 100)));
    }
}
