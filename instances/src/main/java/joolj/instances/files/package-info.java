// SPDX-License-Identifier: GPL-2.0-or-later
/** The definition files of the daemon: read at its start and when it is told to, and made true. */
package joolj.instances.files;
