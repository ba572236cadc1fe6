// SPDX-License-Identifier: GPL-2.0-or-later
package joolj.instances.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import joolj.config.yaml.DefinedInstance;
import joolj.config.yaml.YamlDefinitions;
import joolj.config.yaml.YamlProblem;

/** Reads the files of a directory that end in {@code .yaml}, in the order of their names. */
final class DefinitionFiles {
    private static final String PATTERN = "*.yaml";
    /** Most octets of a file. */
    private static final long MAXIMUM_SIZE = 64L << 20;

    private final Path directory;

    DefinitionFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * What the files say.
     *
     * @param instances the instances of each file that can be used
     * @param problems everything that is wrong, a line each
     * @param listed whether the directory could be read; if not, every file counts as unusable
     * @param unusable the files with something wrong
     */
    record Content(
            Map<Path, List<DefinedInstance>> instances, List<String> problems, boolean listed, List<Path> unusable) {
        /** Whether nothing can be told about a file. */
        boolean unusable(Path file) {
            return !listed || unusable.contains(file);
        }
    }

    /** Reads all files; a directory that is not there has none. */
    Content read() {
        Map<Path, List<DefinedInstance>> instances = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        List<Path> unusable = new ArrayList<>();
        if (Files.notExists(directory)) {
            return new Content(instances, problems, true, unusable);
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, PATTERN)) {
            entries.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
            problems.add("the directory " + directory + " cannot be read: " + e);
            return new Content(instances, problems, false, unusable);
        }
        files.sort(null);
        for (Path file : files) {
            List<String> wrong = new ArrayList<>();
            instances.put(file, read(file, wrong));
            if (!wrong.isEmpty()) {
                instances.remove(file);
                unusable.add(file);
                problems.addAll(wrong);
            }
        }
        return new Content(instances, problems, true, unusable);
    }

    private static List<DefinedInstance> read(Path file, List<String> problems) {
        try {
            if (Files.size(file) > MAXIMUM_SIZE) {
                problems.add(file + ": the file exceeds " + MAXIMUM_SIZE + " octets");
                return List.of();
            }
            YamlDefinitions read = YamlDefinitions.read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            for (YamlProblem problem : read.problems()) {
                problems.add(file + ":" + problem);
            }
            return read.instances();
        } catch (IOException e) {
            problems.add(file + ": the file cannot be read: " + e);
            return List.of();
        }
    }
}
