// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.Set;

/**
 * One setting of an instance: its name, type, default, rules and meaning, declared once in {@link GlobalKeys}. Compared
 * by identity.
 *
 * @param <T> the Java type of the values
 */
public final class Global<T> {
    /** The translator's rule about a value that could be read. */
    interface Rule<T> {
        /**
         * Checks a value.
         *
         * @param force whether the operator waives the rules that may be waived
         * @return the value to store, in normal form
         * @throws RefusedException if the value is not allowed
         */
        T apply(T value, boolean force);
    }

    private final String name;
    private final Set<Product> products;
    private final ValueType<T> type;
    private final T initial;
    private final Rule<T> rule;
    private final String text;
    private final boolean beyondJool;

    Global(String name, Set<Product> products, ValueType<T> type, T initial, Rule<T> rule, String text) {
        this(name, products, type, initial, rule, text, false);
    }

    private Global(
            String name,
            Set<Product> products,
            ValueType<T> type,
            T initial,
            Rule<T> rule,
            String text,
            boolean beyondJool) {
        this.name = name;
        this.products = Set.copyOf(products);
        this.type = type;
        this.initial = initial;
        this.rule = rule;
        this.text = text;
        this.beyondJool = beyondJool;
    }

    /** The same global, marked as one that Jool does not have; for declarations in {@link GlobalKeys}. */
    Global<T> asBeyondJool() {
        return new Global<>(name, products, type, initial, rule, text, true);
    }

    /** The key, as typed, displayed and written in configuration files. */
    public String name() {
        return name;
    }

    /** The products that have this setting. */
    public Set<Product> products() {
        return products;
    }

    /** How values are read and written. */
    public ValueType<T> type() {
        return type;
    }

    /** The value of a new instance. */
    public T initial() {
        return initial;
    }

    /** One sentence for people: the effect, with units and range. */
    public String text() {
        return text;
    }

    /**
     * Whether Jool lacks this setting. The drop-in names do not display it, because their output must be Jool's, but any
     * name can change it.
     */
    public boolean isBeyondJool() {
        return beyondJool;
    }

    /**
     * Applies the translator's rules.
     *
     * @param force whether the operator waives the rules that may be waived
     * @return the value to store, in normal form
     * @throws RefusedException if the value is not allowed
     */
    T checked(T value, boolean force) {
        return rule.apply(value, force);
    }

    @Override
    public String toString() {
        return name;
    }
}
