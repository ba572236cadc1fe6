// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import joolj.address.Ipv6Prefix;

/** The globals of one instance: a value for each key of its product. Immutable; every change makes a new object. */
public final class Globals {
    /** Why a NAT64 instance without pool6 is refused. */
    public static final String POOL6_MISSING = "pool6 is mandatory in NAT64 instances.";

    private final Product product;
    private final Map<Global<?>, Object> values;

    private Globals(Product product, Map<Global<?>, Object> values) {
        this.product = product;
        this.values = values;
    }

    /** The defaults of a product; pool6 is unset, which a NAT64 instance may not have. */
    public static Globals defaults(Product product) {
        Map<Global<?>, Object> values = new HashMap<>();
        for (Global<?> global : GlobalKeys.of(product)) {
            values.put(global, global.initial());
        }
        return new Globals(product, values);
    }

    /**
     * The globals of an instance that {@code instance add} creates.
     *
     * @param pool6 the prefix given, if any; mandatory for NAT64
     * @throws RefusedException if pool6 is not allowed or missing
     */
    public static Globals ofNewInstance(Product product, Optional<Ipv6Prefix> pool6) {
        if (product == Product.NAT64 && pool6.isEmpty()) {
            throw RefusedException.invalid(POOL6_MISSING);
        }
        return defaults(product).with(GlobalKeys.POOL6, pool6, true);
    }

    /** The product whose keys these are. */
    public Product product() {
        return product;
    }

    /**
     * The value of a key.
     *
     * @throws IllegalArgumentException if the product does not have this key
     */
    @SuppressWarnings("unchecked") // with() only stores values of the key's own type.
    public <T> T get(Global<T> key) {
        if (!values.containsKey(key)) {
            throw new IllegalArgumentException(product.label() + " has no global '" + key.name() + "'");
        }
        return (T) values.get(key);
    }

    /** The value of a key as JSON, for {@code global display}. */
    public <T> Object json(Global<T> key) {
        return key.type().json(get(key));
    }

    /**
     * Replaces one value, subject to the rules about this value alone.
     *
     * @param force whether the operator waives the rules that may be waived
     * @throws RefusedException if the value is not allowed
     * @throws IllegalArgumentException if the product does not have this key
     */
    public <T> Globals with(Global<T> key, T value, boolean force) {
        Objects.requireNonNull(value, "value");
        if (!values.containsKey(key)) {
            throw new IllegalArgumentException(product.label() + " has no global '" + key.name() + "'");
        }
        Map<Global<?>, Object> changed = new HashMap<>(values);
        changed.put(key, key.checked(value, force));
        return new Globals(product, changed);
    }

    /**
     * Carries out {@code global update} on a living instance.
     *
     * @param name the key
     * @param json the new value as {@link ValueType#json} makes it
     * @param force whether the operator waives the rules that may be waived
     * @throws RefusedException if there is no such key or the instance may not have this value
     */
    public Globals updated(String name, Object json, boolean force) {
        Global<?> key = GlobalKeys.named(product, name)
                .orElseThrow(() -> RefusedException.invalid("There is no global named '" + name + "'."));
        Globals changed;
        try {
            changed = withJson(key, json, force);
        } catch (SyntaxException e) {
            throw RefusedException.invalid(e.getMessage());
        }
        if (product == Product.NAT64 && key == GlobalKeys.POOL6) {
            requireSamePool6(changed.get(GlobalKeys.POOL6));
        }
        changed.requireWhole();
        return changed;
    }

    /**
     * Checks what the values of several keys mean together: a MAP-T customer edge needs a mapping rule and a prefix that fit.
     *
     * @throws RefusedException if an instance may not have these globals
     */
    public void requireWhole() {
        if (product == Product.MAPT && get(GlobalKeys.MAP_T_TYPE) == MaptType.CE) {
            GlobalRules.customerEdge(get(GlobalKeys.BMR), get(GlobalKeys.END_USER_IPV6_PREFIX));
        }
    }

    /**
     * Replaces one value by what a configuration file says, subject to the rules about this value alone.
     *
     * @param name the key
     * @param json the new value as {@link ValueType#json} makes it
     * @param force whether the operator waives the rules that may be waived
     * @throws RefusedException if the product has no such key or the value is not allowed
     */
    public Globals withJson(String name, Object json, boolean force) {
        Global<?> key = GlobalKeys.named(product, name)
                .orElseThrow(() -> RefusedException.invalid(
                        "'" + name + "' is not a global of a " + product.label() + " instance."));
        try {
            return withJson(key, json, force);
        } catch (SyntaxException e) {
            throw RefusedException.invalid(e.getMessage());
        }
    }

    private <T> Globals withJson(Global<T> key, Object json, boolean force) {
        return with(key, key.type().fromJson(key.name(), json), force);
    }

    private void requireSamePool6(Optional<Ipv6Prefix> pool6) {
        if (pool6.isEmpty()) {
            throw RefusedException.invalid(POOL6_MISSING);
        }
        if (!pool6.equals(get(GlobalKeys.POOL6))) {
            throw RefusedException.invalid("Sorry; you can't change a NAT64 instance's pool6 for now.");
        }
    }
}
