// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The JVM never compiles a method of more than 8000 bytes, and an interpreted vector is an object. */
class HotMethodsTest {
    private static final int HUGE_METHOD = 8000;
    private static final String VECTOR_API = "jdk/incubator/vector";

    @Test
    void methodsOfVectorKernelsAreSmallEnoughToBeCompiled() throws IOException, URISyntaxException {
        Map<String, Integer> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.list(kernelClasses())) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                ClassFile c = ClassFile.read(file);
                if (c.mentions(VECTOR_API)) {
                    c.codeSizes.forEach((method, size) -> sizes.put(file.getFileName() + " " + method, size));
                }
            }
        }
        List<String> huge = sizes.keySet().stream()
                .filter(method -> sizes.get(method) >= HUGE_METHOD)
                .toList();
        assertEquals(List.of(), huge);
        assertTrue(sizes.size() > 4, () -> "no vector kernel found among " + sizes);
    }

    /** C1 inlines methods of up to 35 bytes (MaxInlineSize), C2 of up to 325 (FreqInlineSize): {@link KernelRow14x2#load} says why. */
    @Test
    void sumsOfRowsAreInlinedByTheSecondCompilerAlone() throws IOException, URISyntaxException {
        ClassFile c = ClassFile.read(kernelClasses().resolve("KernelRow14x2.class"));
        int size = c.codeSizes.entrySet().stream()
                .filter(method -> method.getKey().startsWith("load("))
                .mapToInt(Map.Entry::getValue)
                .sum();
        assertTrue(size > 35 && size <= 325, () -> size + " bytes");
    }

    @Test
    void sizesAreThoseOfTheBytecode() throws IOException, URISyntaxException {
        ClassFile c = ClassFile.read(kernelClasses().resolve("Tile.class"));
        // aload_0, getfield (3 bytes), ireturn.
        assertEquals(5, c.codeSizes.get("broadcasts()I"));
        assertEquals(false, c.mentions(VECTOR_API));
    }

    private static Path kernelClasses() throws URISyntaxException {
        return Path.of(Kernels.class.getResource("Kernels.class").toURI()).getParent();
    }

    /** As much of a class file as tells its strings and the size of its methods. */
    private static final class ClassFile {
        private final Map<Integer, String> strings = new TreeMap<>();
        private final Map<String, Integer> codeSizes = new TreeMap<>();

        static ClassFile read(Path file) throws IOException {
            try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
                ClassFile c = new ClassFile();
                in.skipNBytes(8); // magic, version
                c.readConstants(in);
                in.skipNBytes(6); // access, this, super
                in.skipNBytes(2L * in.readUnsignedShort()); // interfaces
                c.readMembers(in); // fields
                c.readMembers(in); // methods
                return c;
            }
        }

        boolean mentions(String text) {
            return strings.values().stream().anyMatch(string -> string.contains(text));
        }

        private void readConstants(DataInputStream in) throws IOException {
            int count = in.readUnsignedShort();
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> strings.put(i, in.readUTF());
                    case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                    case 5, 6 -> {
                        in.skipNBytes(8);
                        i++; // a long and a double take two places
                    }
                    case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                    case 15 -> in.skipNBytes(3);
                    default -> throw new IOException("constant of unknown tag " + tag);
                }
            }
        }

        private void readMembers(DataInputStream in) throws IOException {
            int count = in.readUnsignedShort();
            for (int i = 0; i < count; i++) {
                in.skipNBytes(2); // access
                String member = strings.get(in.readUnsignedShort()) + strings.get(in.readUnsignedShort());
                readAttributes(in, member);
            }
        }

        private void readAttributes(DataInputStream in, String member) throws IOException {
            int count = in.readUnsignedShort();
            for (int i = 0; i < count; i++) {
                String attribute = strings.get(in.readUnsignedShort());
                int length = in.readInt();
                if (attribute.equals("Code")) {
                    in.skipNBytes(4); // stack, locals
                    codeSizes.put(member, in.readInt());
                    in.skipNBytes(length - 8);
                } else {
                    in.skipNBytes(length);
                }
            }
        }
    }
}
