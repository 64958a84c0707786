// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.cli.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The container that docs/examples.md shows: its entry point, on the jar that the build makes and the modules that its Java
 * has, starts the service. No container is built.
 */
class ContainerIT {
    private static final Path LIBRARY = Path.of(System.getProperty("jconv.jar"));
    private static final String EXAMPLES = "io/github/jconv/examples";

    @TempDir
    private Path service;

    @Test
    void theEntryPointStartsTheService() throws Exception {
        String page = Files.readString(Path.of("docs", "examples.md"));
        String modules = group(page, "RUN jlink --add-modules (\\S+) .*--output /java");
        assertEquals("/java /java", group(page, "COPY --from=java (.*)"));
        assertEquals(LIBRARY.getFileName() + " service.jar /app/", group(page, "COPY (?!--)(.*)"));
        copyExamples();
        List<String> command = new ArrayList<>();
        for (Object word : (List<?>)
                Json.object("{\"is\": " + group(page, "ENTRYPOINT (.*)") + "}").get("is")) {
            command.add(((String) word)
                    .replaceFirst("^/java/", System.getProperty("java.home") + "/")
                    .replace("/app/" + LIBRARY.getFileName() + ":", LIBRARY + File.pathSeparator)
                    .replace("/app/service.jar", service.toString()));
        }
        assertEquals("8080", command.remove(command.size() - 1));
        command.add("0");
        command.addAll(1, List.of("--limit-modules", modules));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader out = process.inputReader()) {
            String said = out.readLine();
            while (said != null && !said.startsWith("http")) {
                said = out.readLine();
            }
            assertTrue(said != null, () -> String.join(" ", command) + " ended");
            assertEquals(200, post(said.replace("HEIGHT/WIDTH", "4/5")).statusCode());
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static HttpResponse<byte[]> post(String address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .POST(BodyPublishers.ofByteArray(new byte[3 * 4 * 5 * Float.BYTES]))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    }

    /** What is in service.jar: the examples alone, so that the library's classes are those of its jar. */
    private void copyExamples() throws Exception {
        Path classes = Path.of(Class.forName("io.github.jconv.examples.FilterService")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path to = Files.createDirectories(service.resolve(EXAMPLES));
        try (Stream<Path> files = Files.list(classes.resolve(EXAMPLES))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** What a line of the page says, indented as all of the container's are. */
    private static String group(String page, String line) {
        Matcher matcher = Pattern.compile("(?m)^    " + line + "$").matcher(page);
        assertTrue(matcher.find(), line);
        return matcher.group(1);
    }
}
