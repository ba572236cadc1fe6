// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The packet path: one worker a queue, which receives, has the engine translate, re-injects and gives the verdicts.
 * Everything here is confined to its worker's thread unless it says otherwise, and allocates nothing per packet.
 */
package joolj.instances.worker;
