// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.nat64.model;

import java.util.function.Predicate;
import joolj.address.L4Protocol;
import joolj.rfc6146.BibAddition;

/** What an operator's commands do to the model's tables. */
final class Commands {
    private final Model model;

    Commands(Model model) {
        this.model = model;
    }

    BibAddition.Result addStatic(L4Protocol protocol, Endpoint node, Endpoint mask) {
        if (!model.inPool4(protocol, mask)) {
            return BibAddition.Result.NOT_IN_POOL4;
        }
        Tables.Bib byNode = model.tables.ofNode(protocol, node);
        Tables.Bib byMask = model.tables.ofMask(protocol, mask);
        if (byNode != byMask) {
            return BibAddition.Result.COLLISION;
        }
        Tables.Bib bib = byNode;
        if (bib == null) {
            bib = new Tables.Bib(protocol, node, mask);
            model.tables.bibs.add(bib);
        }
        bib.isStatic = true;
        if (protocol == L4Protocol.TCP) {
            model.tables.syns.removeIf(syn -> syn.mask().equals(mask));
        }
        return BibAddition.Result.ADDED;
    }

    /** Removes entries with their sessions; how many. */
    int removeBibs(Predicate<Tables.Bib> which) {
        int before = model.tables.bibs.size();
        model.tables.bibs.removeIf(which);
        return before - model.tables.bibs.size();
    }

    void addPool4(int mark, L4Protocol protocol, String address, int first, int last) {
        for (int port = first; port <= last; port++) {
            model.tables.pool4.add(new Tables.PoolEntry(mark, protocol, new Endpoint(address, port)));
        }
    }

    void removePool4(int mark, L4Protocol protocol, String address, int first, int last) {
        for (int port = first; port <= last; port++) {
            model.tables.pool4.remove(new Tables.PoolEntry(mark, protocol, new Endpoint(address, port)));
        }
    }
}
