// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The library as it would be: compiled from sources, of which one may have another constant, and loaded beside this one, so
 * that the JVM compiles each for itself and both can be timed in turn.
 */
final class Variant implements AutoCloseable {
    private static final List<String> OPTIONS =
            List.of("-nowarn", "-proc:none", "-XDstringConcat=inline", "--add-modules", "jdk.incubator.vector", "-d");

    /** What it is called in a report. */
    final String name;

    private final URLClassLoader loader;

    private Variant(String name, URLClassLoader loader) {
        this.name = name;
        this.loader = loader;
    }

    /** Compiles and loads a folder of sources. */
    static Variant of(String name, Path sources, Path classes) throws IOException {
        return of(name, sources, classes, null, null);
    }

    /** The same with another value of a constant. */
    static Variant of(String name, Path sources, Path classes, Constant constant, String value) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("a JDK is needed, not only a JRE");
        }
        StringWriter says = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<JavaFileObject> units = new ArrayList<>();
            for (Path file : Constant.sources(sources)) {
                if (constant != null && file.equals(constant.file())) {
                    units.add(new Text(file.toUri(), constant.source(value)));
                } else {
                    files.getJavaFileObjects(file).forEach(units::add);
                }
            }
            List<String> options = new ArrayList<>(OPTIONS);
            options.add(classes.toString());
            if (!compiler.getTask(says, files, null, options, null, units).call()) {
                throw new IllegalArgumentException(name + ": does not compile: " + says);
            }
        }
        List<URL> path = new ArrayList<>(List.of(classes.toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        // Not this class' loader as its parent, whose library would go first.
        return new Variant(name, new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()));
    }

    /** A layer by this library. */
    ReadyLayer open(Workload workload, AccuracyChoice accuracy, int threads, VariantLayer.Data data) {
        Object layer = call(
                null,
                "of",
                new Class<?>[] {String.class, String.class, int.class, String.class},
                workload.conv().toString(),
                accuracy.name(),
                threads,
                data.name());
        // To this one its class is another, but not what it can do.
        Runnable forward = (Runnable) layer;
        return new ReadyLayer() {
            @Override
            public void run() {
                forward.run();
            }

            @Override
            public float[] output() {
                return (float[]) call(layer, "output", new Class<?>[0]);
            }

            @Override
            public void close() {}
        };
    }

    /** How it plans a layer. */
    String plan(Workload workload, AccuracyChoice accuracy, int threads) {
        Class<?>[] types = {String.class, String.class, int.class};
        return (String) call(null, "plan", types, workload.conv().toString(), accuracy.name(), threads);
    }

    private Object call(Object on, String name, Class<?>[] types, Object... arguments) {
        try {
            Method method = loader.loadClass(VariantLayer.class.getName()).getDeclaredMethod(name, types);
            method.setAccessible(true);
            return method.invoke(on, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    /** Deletes a folder of classes. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(URI uri, String text) {
            super(uri, Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
