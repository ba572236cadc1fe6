// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config.definition;

import joolj.address.Ipv4Prefix;

/**
 * Takes the content of an instance definition, element by element, in the order of the file. Every method may throw
 * {@link joolj.config.RefusedException} if the element is not allowed.
 */
public interface DefinitionSink {
    /**
     * Takes the value of a global.
     *
     * @param name the key, spelt as the registry does
     * @param json the value as {@link joolj.config.ValueType#json} makes it; may be null
     */
    void global(String name, Object json);

    /** Takes an element of pool4. */
    void pool4(Pool4Entry entry);

    /** Learns that there is a section {@code bib}, before its elements. */
    void bibSection();

    /** Takes an element of the BIB. */
    void bib(BibEntry entry);

    /** Takes an element of the EAMT. */
    void eam(EamEntry entry);

    /** Takes an element of the denylist. */
    void denied4(Ipv4Prefix prefix);

    /** Takes an element of the FMRT. */
    void fmr(FmrEntry entry);
}
