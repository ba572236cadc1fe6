// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportAddressTest {
    @Test
    void readsAndWritesAddressAndPort() {
        assertEquals(new TransportAddress4(0xcb007108, 80), TransportAddress4.parse("203.0.113.8#80"));
        assertEquals("203.0.113.8#80", new TransportAddress4(0xcb007108, 80).toString());
        assertEquals(
                new TransportAddress6(0x20010db800000000L, 1, 65535), TransportAddress6.parse("2001:db8::1#65535"));
        assertEquals("2001:db8::1#65535", new TransportAddress6(0x20010db800000000L, 1, 65535).toString());
    }

    @Test
    void asksForAMissingPort() {
        String message4 = assertThrows(AddressFormatException.class, () -> TransportAddress4.parse("1.2.3.4"))
                .getMessage();
        String message6 = assertThrows(AddressFormatException.class, () -> TransportAddress6.parse("::1"))
                .getMessage();

        assertEquals(
                "'1.2.3.4' does not seem to contain a port (format: <IPv4 address>#<port> (eg. 203.0.113.8#80)).",
                message4);
        assertEquals(
                "'::1' does not seem to contain a port (format: <IPv6 address>#<port> (eg. 2001:db8::1#96)).",
                message6);
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(strings = {"1.2.3.4#", "1.2.3.4#x", "1.2.3.4#-1", "1.2.3.4#65536", "1.2.3#80", "#80", "::1#80"})
    void refusesMalformedText(String text) {
        assertThrows(AddressFormatException.class, () -> TransportAddress4.parse(text));
    }

    @Test
    void refusesPortsThatDoNotExist() {
        assertThrows(IllegalArgumentException.class, () -> new TransportAddress4(0, 65536));
        assertThrows(IllegalArgumentException.class, () -> new TransportAddress6(0, 0, -1));
    }
}
