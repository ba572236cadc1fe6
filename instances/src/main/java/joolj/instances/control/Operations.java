// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.control;

import java.io.IOException;
import java.util.Optional;
import joolj.config.GlobalKeys;
import joolj.config.Globals;
import joolj.config.Product;
import joolj.config.RefusedException;
import joolj.config.WorkerOptions;
import joolj.config.definition.Draft;
import joolj.control.Command;
import joolj.control.DefinitionLines;
import joolj.control.NamespaceId;
import joolj.control.ReplyWriter;
import joolj.control.Request;
import joolj.control.Row;
import joolj.instances.Instance;
import joolj.instances.Instances;
import joolj.instances.NamespaceClaim;
import joolj.instances.NamespaceKey;
import joolj.instances.rules.RuleOptions;
import joolj.translation.Reason;

/** Everything a client can ask for: finds the instance that a request is about and hands over to its tables. */
public final class Operations implements RequestHandler {
    private final Instances instances;
    private final DaemonControl daemon;
    private final Following following = new Following();

    /**
     * @param instances all instances
     * @param daemon the process itself
     */
    public Operations(Instances instances, DaemonControl daemon) {
        this.instances = instances;
        this.daemon = daemon;
    }

    @Override
    public void handle(Request request, DefinitionLines.LineSource more, ReplyWriter reply) throws IOException {
        Command command = request.command();
        switch (command.operation()) {
            case INSTANCE_DISPLAY -> displayInstances(request, reply);
            case INSTANCE_ADD -> addInstance(request, (Command.InstanceAdd) command);
            case INSTANCE_REMOVE -> instances.remove(namespace(request), request.product(), request.instance());
            case INSTANCE_FLUSH -> instances.flush(namespace(request), request.product());
            case INSTANCE_STATUS -> instance(request);
            case INSTANCE_RULES -> rules(instance(request), (Command.InstanceRules) command, reply);
            case STATS_DISPLAY -> displayStats(instance(request), reply);
            case GLOBAL_DISPLAY -> displayGlobals(instance(request), reply);
            case GLOBAL_UPDATE -> updateGlobal(instance(request), (Command.GlobalUpdate) command);
            case POOL4_DISPLAY -> state(request).display((Command.TableDisplay) command, reply);
            case BIB_DISPLAY, SESSION_DISPLAY ->
                StateOperations.toDisplay(instance(request)).display((Command.TableDisplay) command, reply);
            case SESSION_FOLLOW -> following.follow(instance(request).events(), reply);
            case POOL4_ADD -> state(request).addPool4((Command.Pool4Add) command);
            case POOL4_REMOVE -> state(request).removePool4((Command.Pool4Remove) command);
            case POOL4_FLUSH -> state(request).flushPool4((Command.Pool4Flush) command);
            case BIB_ADD -> state(request).addBib((Command.BibAdd) command);
            case BIB_REMOVE -> state(request).removeBib((Command.BibRemove) command);
            case EAMT_DISPLAY,
                    EAMT_ADD,
                    EAMT_REMOVE,
                    EAMT_FLUSH,
                    DENYLIST4_DISPLAY,
                    DENYLIST4_ADD,
                    DENYLIST4_REMOVE,
                    DENYLIST4_FLUSH,
                    ADDRESS_QUERY -> new StatelessOperations(instance(request)).handle(command, reply);
            case FMRT_DISPLAY, FMRT_ADD, FMRT_REMOVE, FMRT_FLUSH ->
                new MaptOperations(instance(request)).handle(command, reply);
            case FILE_HANDLE -> handleFile(request, (Command.FileHandle) command, more);
            case DAEMON_STATUS ->
                reply.row(new Row.Daemon(
                        daemon.version(), ProcessHandle.current().pid(), daemon.uptimeSeconds(), instances.count()));
            case DAEMON_RELOAD -> reply.row(daemon.reload());
            case DAEMON_STOP -> daemon.requestStop();
        }
    }

    private void displayInstances(Request request, ReplyWriter reply) throws IOException {
        for (Instance instance : instances.all(request.product())) {
            reply.row(new Row.Instance(
                    instance.namespace().label(),
                    instance.name().text(),
                    instance.framework(),
                    Optional.of(instance.queues()),
                    instance.options().reinjection(),
                    instance.device(),
                    instance.options().processors(),
                    instances.installedRules(instance)));
        }
    }

    private void addInstance(Request request, Command.InstanceAdd command) {
        Globals globals = Globals.ofNewInstance(request.product(), command.pool6());
        NamespaceClaim claim = new NamespaceClaim(request.namespace().pid(), namespace(request));
        instances.add(claim, request.product(), request.instance(), command.framework(), globals, command.workers());
    }

    private void rules(Instance instance, Command.InstanceRules command, ReplyWriter reply) throws IOException {
        RuleOptions options = new RuleOptions(command.nft(), command.notrack());
        switch (command.action()) {
            case PRINT -> {
                for (String line : instances.describeRules(instance, options)) {
                    reply.row(new Row.Line(line));
                }
            }
            case INSTALL -> instances.installRules(instance, options);
            case REMOVE -> instances.removeRules(instance);
        }
    }

    /** Nothing is touched before the definition is there as a whole and found right. */
    private void handleFile(Request request, Command.FileHandle command, DefinitionLines.LineSource more)
            throws IOException {
        Draft draft = new Draft(request.product(), command.force());
        DefinitionLines.read(more, draft);
        draft.finish();
        NamespaceClaim claim = new NamespaceClaim(request.namespace().pid(), namespace(request));
        instances.define(claim, request.instance(), command.framework(), draft, WorkerOptions.DEFAULTS, 1);
    }

    private static void displayStats(Instance instance, ReplyWriter reply) throws IOException {
        for (Reason reason : Reason.values()) {
            if (!reason.isMapt() || instance.product() == Product.MAPT) {
                reply.row(new Row.Stat(reason.label(), instance.count(reason)));
            }
        }
    }

    private static void displayGlobals(Instance instance, ReplyWriter reply) throws IOException {
        Globals globals = instance.globals();
        for (var key : GlobalKeys.of(instance.product())) {
            reply.row(new Row.Global(key.name(), globals.json(key)));
        }
    }

    private static void updateGlobal(Instance instance, Command.GlobalUpdate command) {
        instance.update(globals -> globals.updated(command.key(), command.value(), command.force()));
    }

    private StateOperations state(Request request) {
        return new StateOperations(instance(request));
    }

    private Instance instance(Request request) {
        return instances
                .find(namespace(request), request.product(), request.instance())
                .orElseThrow(() -> new RefusedException(
                        RefusedException.ESRCH,
                        "This namespace lacks an instance named '" + request.instance() + "'."));
    }

    private static NamespaceKey namespace(Request request) {
        NamespaceId id = request.namespace();
        return new NamespaceKey(id.device(), id.inode());
    }
}
