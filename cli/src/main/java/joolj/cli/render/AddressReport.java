// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.render;

import joolj.control.IpAddress;
import joolj.control.Row;
import joolj.control.Scheme;

/** What {@code address query} prints. */
public final class AddressReport {
    private final IpAddress query;
    private final Row.TranslatedAddress answer;

    /** Reports the answer to a query. */
    public AddressReport(IpAddress query, Row.TranslatedAddress answer) {
        this.query = query;
        this.answer = answer;
    }

    /** The translated address alone; one line with its line feed. */
    public String result() {
        return answer.result() + "\n";
    }

    /** The query, the rule, the calculation and the result; a line each. */
    public String whole() {
        return "  Query: " + query + "\n"
                + (answer.scheme() == Scheme.EAMT ? mapping() : pool6())
                + "  Result: " + answer.result() + "\n";
    }

    private String mapping() {
        String prefix6 = answer.prefix6().toString();
        String prefix4 = answer.prefix4().orElseThrow().toString();
        String operation = isSix() ? prefix6 + " + " + prefix4 : prefix4 + " + " + prefix6;
        return "  Scheme: EAMT\n    EAM: " + prefix6 + " | " + prefix4 + "\n  Operation: " + query + " - " + operation
                + " = " + answer.result() + "\n";
    }

    private String pool6() {
        String prefix = answer.prefix6().toString();
        String operation = isSix() ? query + " - " + prefix : prefix + " + " + query;
        return "  Scheme: RFC 6052 prefix\n    Prefix: " + prefix + "\n  Operation: " + operation + " = "
                + answer.result() + "\n";
    }

    private boolean isSix() {
        return query instanceof IpAddress.Six;
    }
}
