// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

import joolj.cli.console.ExitException;
import joolj.config.InstanceName;
import joolj.config.json.DefinitionException;
import joolj.config.json.JsonDefinition;

/** The name of the instance that a configuration file describes; everything else in the file is ignored. */
final class InstanceFile {
    private InstanceFile() {}

    /**
     * Reads the name.
     *
     * @throws ExitException if the file cannot be read or holds no name
     */
    static InstanceName name(String file) {
        try {
            return JsonDefinition.nameIn(TextFile.json(file))
                    .orElseThrow(() -> ExitException.invalid("The file does not contain an instance name."));
        } catch (DefinitionException e) {
            throw TextFile.complaint(file, e);
        }
    }
}
