// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.control;

import java.io.IOException;
import java.util.List;
import joolj.address.Ipv4Prefix;
import joolj.address.Ipv6Prefix;
import joolj.config.RefusedException;
import joolj.control.Command;
import joolj.control.IpAddress;
import joolj.control.ReplyWriter;
import joolj.control.Row;
import joolj.instances.Instance;
import joolj.instances.SiitEngine;
import joolj.rfc7757.Eam;
import joolj.rfc7757.Eamt;
import joolj.rfc7757.EamtReader;
import joolj.siit.AddressAnswer;
import joolj.siit.AddressQuery;
import joolj.siit.Denylist4;
import joolj.siit.SiitTranslator;

/** What a client can ask of a SIIT instance's tables: the EAMT, the denylist, and how an address is translated. */
final class StatelessOperations {
    /** Rows that are taken out of a table at a time. */
    private static final int PAGE = 512;

    private final SiitTranslator translator;
    private final Instance instance;

    /** @throws RefusedException if the instance is of another product */
    StatelessOperations(Instance instance) {
        if (!(instance.engine() instanceof SiitEngine engine)) {
            throw new RefusedException(RefusedException.EOPNOTSUPP, "Only SIIT instances have an EAMT and a denylist.");
        }
        this.translator = engine.translator();
        this.instance = instance;
    }

    /**
     * Carries out a command on the tables.
     *
     * @throws RefusedException if the change is refused; nothing was changed
     * @throws IOException if the client cannot be written to
     */
    void handle(Command command, ReplyWriter reply) throws IOException {
        try {
            switch (command.operation()) {
                case EAMT_DISPLAY -> displayEamt(reply);
                case EAMT_ADD -> addEam((Command.EamtAdd) command);
                case EAMT_REMOVE -> removeEam((Command.EamtRemove) command);
                case EAMT_FLUSH -> translator.eamt().flush();
                case DENYLIST4_DISPLAY -> displayDenylist(reply);
                case DENYLIST4_ADD -> deny((Command.Denylist4Add) command);
                case DENYLIST4_REMOVE -> allow((Command.Denylist4Remove) command);
                case DENYLIST4_FLUSH -> flushDenylist();
                case ADDRESS_QUERY -> reply.row(query(((Command.AddressQuery) command).address()));
                default -> throw new IllegalArgumentException("not an operation on tables: " + command.operation());
            }
        } catch (joolj.translation.RefusedException e) {
            throw new RefusedException(e.reason().status(), e.getMessage());
        }
    }

    private void displayEamt(ReplyWriter reply) throws IOException {
        EamtReader reader = translator.eamt().read();
        for (List<Eam> page = reader.next(PAGE); !page.isEmpty(); page = reader.next(PAGE)) {
            for (Eam eam : page) {
                reply.row(new Row.Eam(eam.prefix6(), eam.prefix4()));
            }
        }
    }

    private void addEam(Command.EamtAdd command) {
        translator.eamt().add(new Eam(command.prefix6(), command.prefix4()), command.force());
    }

    private void removeEam(Command.EamtRemove command) {
        Eamt eamt = translator.eamt();
        Ipv6Prefix prefix6 = command.prefix6().orElse(null);
        Ipv4Prefix prefix4 = command.prefix4().orElse(null);
        if (prefix4 == null) {
            eamt.remove(prefix6);
        } else if (prefix6 == null) {
            eamt.remove(prefix4);
        } else {
            eamt.remove(prefix6, prefix4);
        }
    }

    private void displayDenylist(ReplyWriter reply) throws IOException {
        for (Ipv4Prefix prefix : translator.configuration().denylist4().prefixes()) {
            reply.row(new Row.Denied4(prefix));
        }
    }

    private void deny(Command.Denylist4Add command) {
        synchronized (instance) {
            translator.denylist4(translator.configuration().denylist4().with(command.prefix4(), command.force()));
        }
    }

    private void allow(Command.Denylist4Remove command) {
        synchronized (instance) {
            translator.denylist4(translator.configuration().denylist4().without(command.prefix4()));
        }
    }

    private void flushDenylist() {
        synchronized (instance) {
            translator.denylist4(Denylist4.EMPTY);
        }
    }

    private Row query(IpAddress address) {
        AddressAnswer answer = instance.withRoutes(routes -> {
            AddressQuery query = new AddressQuery(translator.configuration(), routes);
            if (address instanceof IpAddress.Six six) {
                return query.ask6(six.high(), six.low());
            }
            return query.ask4(((IpAddress.Four) address).address());
        });
        IpAddress result = IpAddress.parse(answer.result());
        return answer.scheme() == AddressAnswer.Scheme.EAMT
                ? Row.TranslatedAddress.byEam(result, answer.prefix6(), answer.prefix4())
                : Row.TranslatedAddress.byPool6(result, answer.prefix6());
    }
}
