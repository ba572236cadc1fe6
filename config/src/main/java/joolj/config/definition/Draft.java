// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.definition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.address.L4Protocol;
import joolj.address.TransportAddress4;
import joolj.address.TransportAddress6;
import joolj.config.GlobalKeys;
import joolj.config.Globals;
import joolj.config.Product;
import joolj.config.RefusedException;
import joolj.rfc6146.Pool4;
import joolj.rfc6146.Pool4Builder;
import joolj.rfc7597.MappingRule;
import joolj.rfc7597.RuleTable;
import joolj.rfc7757.Eam;
import joolj.rfc7757.Eamt;
import joolj.siit.Denylist4;

/**
 * The tables of an instance that is being defined. Each element is checked by the translator's rules when it comes, in
 * the order of the file, and the whole by {@link #finish}; what is refused makes the draft useless, and nothing else has
 * been touched. Confined to one thread.
 */
public final class Draft implements DefinitionSink {
    private final Product product;
    private final boolean force;
    private final Eamt eamt = new Eamt();
    private final List<Ipv4Prefix> denied = new ArrayList<>();
    private final RuleTable rules = new RuleTable();
    private Globals globals;
    private final Pool4Builder pool4Builder = new Pool4Builder();
    private Pool4 pool4;
    private Optional<List<BibEntry>> bib = Optional.empty();
    private int badBib = -1;

    /**
     * Begins with the defaults and empty tables.
     *
     * @param force whether to waive the rules that may be waived: overlapping mappings, subnet-scoped prefixes, the u
     *     octet of pool6
     */
    public Draft(Product product, boolean force) {
        this.product = product;
        this.force = force;
        this.globals = Globals.defaults(product);
    }

    @Override
    public void global(String name, Object json) {
        globals = globals.withJson(name, json, force);
    }

    @Override
    public void pool4(Pool4Entry entry) {
        require(Product.NAT64, "pool4");
        pool4 = null;
        try {
            pool4Builder.add(
                    (int) entry.mark(),
                    entry.protocol(),
                    entry.prefix().address(),
                    entry.prefix().length(),
                    entry.ports().first(),
                    entry.ports().last(),
                    entry.maxIterations().map(Draft::iterations).orElse(Pool4.UNCHANGED));
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid(e.getMessage());
        }
    }

    private static long iterations(joolj.config.MaxIterations bound) {
        return switch (bound.kind()) {
            case AUTO -> Pool4.AUTO;
            case INFINITY -> Pool4.INFINITY;
            case FIXED -> bound.count();
        };
    }

    @Override
    public void bibSection() {
        require(Product.NAT64, "bib");
        if (bib.isEmpty()) {
            bib = Optional.of(new ArrayList<>());
        }
    }

    @Override
    public void bib(BibEntry entry) {
        bibSection();
        bib.orElseThrow().add(entry);
    }

    @Override
    public void eam(EamEntry entry) {
        require(Product.SIIT, "eamt");
        translate(() -> eamt.add(new Eam(entry.prefix6(), entry.prefix4()), force));
    }

    @Override
    public void denied4(Ipv4Prefix prefix) {
        require(Product.SIIT, "denylist4");
        translate(() -> Denylist4.EMPTY.with(prefix, force));
        denied.add(prefix);
    }

    @Override
    public void fmr(FmrEntry entry) {
        require(Product.MAPT, "fmrt");
        translate(() -> rules.add(new MappingRule(entry.prefix6(), entry.prefix4(), entry.eaBits(), entry.offset())));
    }

    private void require(Product owner, String section) {
        if (product != owner) {
            throw RefusedException.invalid("A " + product.label() + " instance has no " + section + ".");
        }
    }

    private static void translate(Runnable change) {
        try {
            change.run();
        } catch (joolj.translation.RefusedException e) {
            throw new RefusedException(e.reason().status(), e.getMessage());
        }
    }

    /**
     * Checks what only the whole can tell: NAT64 has a pool6, and static BIB entries belong to pool4, unless that is
     * empty, and do not collide with each other; a customer edge of MAP-T has a rule and a prefix that fit.
     *
     * @throws RefusedException if the instance may not be like this
     */
    public void finish() {
        globals.requireWhole();
        if (product != Product.NAT64) {
            return;
        }
        if (globals.get(GlobalKeys.POOL6).isEmpty()) {
            throw RefusedException.invalid(Globals.POOL6_MISSING);
        }
        checkBib();
    }

    private record Node6(L4Protocol protocol, TransportAddress6 address) {}

    private record Node4(L4Protocol protocol, TransportAddress4 address) {}

    private void checkBib() {
        Map<Node6, BibEntry> by6 = new HashMap<>();
        Map<Node4, BibEntry> by4 = new HashMap<>();
        for (BibEntry entry : bib.orElse(List.of())) {
            badBib++;
            TransportAddress4 address4 = entry.address4();
            if (!pool4().isEmpty() && !pool4().contains(entry.protocol(), address4.address(), address4.port())) {
                throw notInPool4(address4);
            }
            BibEntry other6 = by6.putIfAbsent(new Node6(entry.protocol(), entry.address6()), entry);
            BibEntry other4 = by4.putIfAbsent(new Node4(entry.protocol(), entry.address4()), entry);
            BibEntry other = other6 == null ? other4 : other6;
            if (other != null && !other.equals(entry)) {
                throw collision(entry, other.address4(), other.address6());
            }
        }
        badBib = -1;
    }

    /** Which of the static BIB entries {@link #finish} has refused, from 0 on; -1 if none. */
    public int badBib() {
        return badBib;
    }

    /** The refusal of a static BIB entry outside pool4. */
    public static RefusedException notInPool4(TransportAddress4 address) {
        return RefusedException.invalid(
                "The transport address '" + address + "' does not belong to pool4.\nPlease add it there first.");
    }

    /** The refusal of a static BIB entry one of whose addresses has another counterpart. */
    public static RefusedException collision(BibEntry entry, TransportAddress4 other4, TransportAddress6 other6) {
        return new RefusedException(
                RefusedException.EEXIST,
                "Entry " + entry.address4() + "|" + entry.address6() + " collides with " + other4 + "|" + other6 + ".");
    }

    /** What the instance is to be. */
    public Product product() {
        return product;
    }

    /** The globals. */
    public Globals globals() {
        return globals;
    }

    /** NAT64: the transport addresses; empty stands for the implicit ones. */
    public Pool4 pool4() {
        if (pool4 == null) {
            pool4 = pool4Builder.build();
        }
        return pool4;
    }

    /** NAT64: the static BIB entries, or nothing if the BIB is to be left alone. */
    public Optional<List<BibEntry>> bib() {
        return bib.map(List::copyOf);
    }

    /** SIIT: the explicit address mappings; from now on its receiver's. */
    public Eamt eamt() {
        return eamt;
    }

    /** SIIT: what pool6 does not translate. */
    public Denylist4 denylist4() {
        return Denylist4.EMPTY.withAll(denied, true);
    }

    /** MAP-T: the Forwarding Mapping Rules; from now on its receiver's. */
    public RuleTable rules() {
        return rules;
    }
}
