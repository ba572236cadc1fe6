// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.definition;

import joolj.address.Ipv4Prefix;

/** Hands everything to two sinks, the first one first. */
public record Both(DefinitionSink first, DefinitionSink second) implements DefinitionSink {
    @Override
    public void global(String name, Object json) {
        first.global(name, json);
        second.global(name, json);
    }

    @Override
    public void pool4(Pool4Entry entry) {
        first.pool4(entry);
        second.pool4(entry);
    }

    @Override
    public void bibSection() {
        first.bibSection();
        second.bibSection();
    }

    @Override
    public void bib(BibEntry entry) {
        first.bib(entry);
        second.bib(entry);
    }

    @Override
    public void eam(EamEntry entry) {
        first.eam(entry);
        second.eam(entry);
    }

    @Override
    public void denied4(Ipv4Prefix prefix) {
        first.denied4(prefix);
        second.denied4(prefix);
    }

    @Override
    public void fmr(FmrEntry entry) {
        first.fmr(entry);
        second.fmr(entry);
    }
}
