// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Instance definitions in YAML: the JSON's sections and keys, and what a daemon has to know besides. The reader works on
 * the events of the YAML parser: nothing in a file can name a Java class, and aliases and tags are refused. Pure; nothing
 * here opens files.
 */
package joolj.config.yaml;
