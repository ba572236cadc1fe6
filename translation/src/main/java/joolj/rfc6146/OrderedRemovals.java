// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.rfc6146;

/** Tells an observer that what ends does so on somebody's order. */
final class OrderedRemovals implements StateObserver {
    private final StateObserver observer;

    private OrderedRemovals(StateObserver observer) {
        this.observer = observer;
    }

    /** Who is to be told of removals, or null for nobody. */
    static StateObserver of(Nat64State state) {
        StateObserver observer = state.entryObserver();
        return observer == null ? null : new OrderedRemovals(observer);
    }

    @Override
    public void bibCreated(Flow flow) {
        observer.bibCreated(flow);
    }

    @Override
    public void bibForgotten(Flow flow) {
        observer.bibRemoved(flow);
    }

    @Override
    public void sessionCreated(Flow flow) {
        observer.sessionCreated(flow);
    }

    @Override
    public void sessionForgotten(Flow flow) {
        observer.sessionRemoved(flow);
    }

    @Override
    public void pool4Exhausted(Flow flow) {
        observer.pool4Exhausted(flow);
    }
}
