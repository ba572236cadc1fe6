// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Replays packets that were recorded through Jool 4.1.9 against the engine and compares what comes out; see the README
 * of the resources of the same name. {@link joolj.golden.GoldenTest} is the test, {@link joolj.golden.KnownDifferences}
 * says where the engine does otherwise on purpose.
 */
package joolj.golden;
