// SPDX-License-Identifier: GPL-2.0-or-later
/** What the display operations print: plain tables exactly as Jool prints them, CSV, and JSON. Rows are streamed. */
package joolj.cli.render;
