// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.examples;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import joolj.cli.Client;
import joolj.cli.console.Console;
import joolj.cli.grammar.Program;

/**
 * A virtual machine inside a namespace that runs one client command after another, so that hundreds of them do not take
 * a start of a virtual machine each. What runs is the client itself; only the launcher and {@code main} are left out.
 */
final class ClientMachine implements AutoCloseable {
    private final Process process;
    private final DataOutputStream requests;
    private final DataInputStream answers;

    /**
     * Starts one.
     *
     * @param environment what the clients find in their environment, such as the control socket
     */
    ClientMachine(Namespace namespace, Map<String, String> environment) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Command command = namespace.command(
                environment,
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ClientMachine.class.getName());
        try {
            ProcessBuilder builder = new ProcessBuilder(command.words()).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        requests = new DataOutputStream(process.getOutputStream());
        answers = new DataInputStream(process.getInputStream());
    }

    /** Runs a command; the first word is the program's name. */
    Command.Result run(List<String> words) {
        try {
            requests.writeInt(words.size());
            for (String word : words) {
                requests.writeUTF(word);
            }
            requests.flush();
            int status = answers.readInt();
            String out = readText(answers);
            return new Command.Result(String.join(" ", words), process.pid(), status, out, readText(answers));
        } catch (IOException e) {
            throw new UncheckedIOException("the client's machine died of " + words, e);
        }
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        requests.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The inside of the machine: reads commands from standard input and writes what they did to standard output. */
    public static void main(String[] arguments) throws IOException {
        DataInputStream in = new DataInputStream(System.in);
        DataOutputStream out = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
        while (true) {
            List<String> words = new ArrayList<>();
            try {
                for (int count = in.readInt(); words.size() < count; ) {
                    words.add(in.readUTF());
                }
            } catch (EOFException e) {
                return;
            }
            answer(words, out);
        }
    }

    private static void answer(List<String> words, DataOutputStream answer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(out, new PrintStream(err, true, StandardCharsets.UTF_8));
        Client client = new Client(Program.named(words.get(0)), System.getenv(), console);
        answer.writeInt(client.run(words.subList(1, words.size())));
        for (ByteArrayOutputStream stream : List.of(out, err)) {
            answer.writeInt(stream.size());
            stream.writeTo(answer);
        }
        answer.flush();
    }
}
