// SPDX-License-Identifier: GPL-2.0-or-later
/** Names for addresses and ports, as getnameinfo(3) would find them. */
package joolj.cli.names;
