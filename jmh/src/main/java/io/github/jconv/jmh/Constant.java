// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A constant of the library's sources, such as {@code RowLanes.BLOCK_PIXELS}.
 *
 * @param file the source it is in
 * @param value what it is now, as the source has it
 */
record Constant(Path file, String name, String value) {
    /**
     * The constant of that name below a folder of sources.
     *
     * @throws IllegalArgumentException if there is not exactly one
     */
    static Constant find(Path sources, String name) throws IOException {
        int dot = name.indexOf('.');
        if (dot < 1) {
            throw new IllegalArgumentException(name + ": expected Class.CONSTANT");
        }
        for (Path file : sources(sources)) {
            if (file.getFileName().toString().equals(name.substring(0, dot) + ".java")) {
                Matcher m = declaration(name).matcher(Files.readString(file));
                if (m.find()) {
                    return new Constant(file, name, m.group("value").strip());
                }
            }
        }
        throw new IllegalArgumentException(name + ": no constant in " + sources);
    }

    /** The library's sources: without the module's declaration, which a class path has no use for, and the command line. */
    static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("module-info.java"))
                    .filter(file -> !file.getParent().endsWith("cli"))
                    .sorted()
                    .toList();
        }
    }

    /** The source with another value. */
    String source(String other) throws IOException {
        String source = Files.readString(file);
        Matcher m = declaration(name).matcher(source);
        if (!m.find()) {
            throw new IllegalArgumentException(name + ": gone from " + file);
        }
        return source.substring(0, m.start("value")) + other + source.substring(m.end("value"));
    }

    private static Pattern declaration(String name) {
        String simple = Pattern.quote(name.substring(name.indexOf('.') + 1));
        return Pattern.compile("static final (?:int|long|double|float) " + simple + " =\\s*(?<value>[^;]+);");
    }
}
