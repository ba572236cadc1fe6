// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.definition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import joolj.address.Ipv4Prefix;
import joolj.config.Framework;
import joolj.config.InstanceName;
import joolj.config.Product;

/**
 * An instance as a file defines it. What it does not name has its default or is empty.
 *
 * @param product what the instance is
 * @param name its name
 * @param framework what hands it packets
 * @param globals values by key, as {@link joolj.config.ValueType#json} makes them; only keys that are named; values may
 *     be null
 * @param pool4 NAT64: the transport addresses
 * @param bib NAT64: the static BIB entries; nothing if there is no such section, and the BIB is left alone
 * @param eamt SIIT: the explicit address mappings
 * @param denylist4 SIIT: what pool6 does not translate
 * @param fmrt MAP-T: the Forwarding Mapping Rules
 */
public record InstanceDefinition(
        Product product,
        InstanceName name,
        Framework framework,
        Map<String, Object> globals,
        List<Pool4Entry> pool4,
        Optional<List<BibEntry>> bib,
        List<EamEntry> eamt,
        List<Ipv4Prefix> denylist4,
        List<FmrEntry> fmrt) {
    /** Keeps copies. */
    public InstanceDefinition {
        globals = Collections.unmodifiableMap(new LinkedHashMap<>(globals));
        pool4 = List.copyOf(pool4);
        bib = bib.map(List::copyOf);
        eamt = List.copyOf(eamt);
        denylist4 = List.copyOf(denylist4);
        fmrt = List.copyOf(fmrt);
    }

    /** Hands all of the content over, the globals first. */
    public void describeTo(DefinitionSink sink) {
        globals.forEach(sink::global);
        pool4.forEach(sink::pool4);
        bib.ifPresent(entries -> {
            sink.bibSection();
            entries.forEach(sink::bib);
        });
        eamt.forEach(sink::eam);
        denylist4.forEach(sink::denied4);
        fmrt.forEach(sink::fmr);
    }

    /** Collects a definition. Confined to one thread. */
    public static final class Builder implements DefinitionSink {
        private final Map<String, Object> globals = new LinkedHashMap<>();
        private final List<Pool4Entry> pool4 = new ArrayList<>();
        private final List<EamEntry> eamt = new ArrayList<>();
        private final List<Ipv4Prefix> denylist4 = new ArrayList<>();
        private final List<FmrEntry> fmrt = new ArrayList<>();
        private Optional<List<BibEntry>> bib = Optional.empty();

        @Override
        public void global(String key, Object json) {
            globals.put(key, json);
        }

        @Override
        public void pool4(Pool4Entry entry) {
            pool4.add(entry);
        }

        @Override
        public void bibSection() {
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
            eamt.add(entry);
        }

        @Override
        public void denied4(Ipv4Prefix prefix) {
            denylist4.add(prefix);
        }

        @Override
        public void fmr(FmrEntry entry) {
            fmrt.add(entry);
        }

        /** What has been collected so far, under a name. */
        public InstanceDefinition build(Product product, InstanceName name, Framework framework) {
            return new InstanceDefinition(product, name, framework, globals, pool4, bib, eamt, denylist4, fmrt);
        }
    }
}
