// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.cli.grammar;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import joolj.cli.console.ExitException;
import joolj.config.InstanceName;
import joolj.control.Protocol;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options before the mode, as far as they have been read. */
public final class LeadingOptions {
    private static final List<String> FINAL = List.of("help", "usage", "version");

    private final Program program;
    private final Options options = new Options();
    private Optional<InstanceName> instance = Optional.empty();
    private Path socket;
    private String information;

    /**
     * Starts with what the environment says.
     *
     * @param program decides whether options are offered that Jool does not have
     * @param environment the environment variables
     */
    public LeadingOptions(Program program, Map<String, String> environment) {
        this.program = program;
        String variable = environment.getOrDefault(Protocol.SOCKET_VARIABLE, "");
        this.socket = variable.isEmpty() ? Protocol.DEFAULT_SOCKET : Path.of(variable);
        options.addOption("?", "help", false, "");
        options.addOption("V", "version", false, "");
        options.addOption(Option.builder().longOpt("usage").get());
        options.addOption("i", "instance", true, "");
        options.addOption("f", "file", true, "");
        if (!program.dropIn()) {
            options.addOption(Option.builder().longOpt("socket").hasArg().get());
        }
    }

    /**
     * Reads options up to the first word that is none. May be called again for more words; what they say comes last and
     * prevails.
     *
     * @return that word and everything behind it; empty if there is none
     * @throws BadOptionException if there is no such option or its argument is missing
     * @throws ExitException if the argument of an option is unusable
     */
    public List<String> read(List<String> arguments) throws BadOptionException {
        GnuScanner scanner = new GnuScanner(program.name(), options, true);
        scanner.scan(arguments, FINAL);
        for (GnuScanner.Met met : scanner.met()) {
            apply(met.option().getLongOpt(), met.value());
        }
        return scanner.positionals();
    }

    private void apply(String option, String value) {
        switch (option) {
            case "instance" -> instance = Optional.of(new InstanceName(value));
            case "file" -> instance = Optional.of(InstanceFile.name(value));
            case "socket" -> {
                if (value.isEmpty()) {
                    throw ExitException.invalid("The path of the control socket is empty.");
                }
                socket = Path.of(value);
            }
            default -> information = option;
        }
    }

    /** The option that asks for help, usage or version, if there was one. */
    public Optional<String> information() {
        return Optional.ofNullable(information);
    }

    /** The instance named, if any. */
    public Optional<InstanceName> instance() {
        return instance;
    }

    /** Where the daemon listens. */
    public Path socket() {
        return socket;
    }
}
