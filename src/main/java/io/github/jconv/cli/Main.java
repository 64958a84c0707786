// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: {@code java --add-modules jdk.incubator.vector -jar jconv-cli.jar}. */
@Command(
        name = "jconv",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "PyTorch's nn.Conv2d on the JVM.",
        subcommands = {
            UpscaleCommand.class,
            RunCommand.class,
            FilterCommand.class,
            ExplainCommand.class,
            BenchCommand.class
        },
        footer = {
            "",
            "jconv COMMAND --help tells the options of a command.",
            "It is fast in a Java started with --add-modules jdk.incubator.vector.",
            "Exit codes: 0 done, 2 bad input, 1 anything else.",
            "",
            "Examples:",
            "  jconv upscale holiday.jpg -o large.png",
            "  jconv run --input x.npy --weight w.npy --padding 1 --output y.npy",
            "  jconv filter --kernel sobel-x --dilation 2 -o edges.png",
            "  jconv bench --input 1,64,56,56 --out-channels 128 --kernel 3"
        })
public final class Main implements Runnable {
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;
    private static final String COMMANDS = "must be upscale, run, filter, explain or bench";

    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        // Before AWT is loaded: pictures need no display.
        System.setProperty("java.awt.headless", "true");
        System.exit(execute(new PrintWriter(System.out), new PrintWriter(System.err), args));
    }

    /** Runs a command and returns its exit code. */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        return execute(commands(), out, err, args);
    }

    /** jconv's commands. */
    static CommandLine commands() {
        return new CommandLine(new Main());
    }

    /** Runs one of the commands and returns its exit code. */
    static int execute(CommandLine commands, PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = commands.setOut(out)
                .setErr(err)
                // A kernel of a file begins with an @ too.
                .setExpandAtFiles(false)
                .setExecutionStrategy(Main::run)
                .setParameterExceptionHandler((e, rest) -> badParameter(e))
                .setExecutionExceptionHandler((e, command, rest) -> failure(e, command));
        int code = line.execute(args);
        boolean lost = out.checkError(); // flushes
        err.flush();
        return lost && code == 0 ? FAILED : code;
    }

    /** picocli lets an Error of a command pass. */
    private static int run(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (OutOfMemoryError e) {
            List<CommandLine> named = parsed.asCommandLineList();
            throw new ExecutionException(named.get(named.size() - 1), "out of memory", e);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing, " + COMMANDS);
    }

    private static int badParameter(ParameterException e) {
        return report(e.getCommandLine(), problem(e), BAD_INPUT);
    }

    private static String problem(ParameterException e) {
        boolean command = e instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && e.getCommandLine().getCommandSpec().userObject() instanceof Main;
        return e.getMessage() + (command ? ": a command " + COMMANDS : "");
    }

    private static int failure(Exception e, CommandLine command) {
        if (e instanceof BadInput) {
            return report(command, e.getMessage(), BAD_INPUT);
        }
        if (e.getCause() instanceof OutOfMemoryError) {
            return report(command, "not enough memory for these sizes; java -Xmx raises the limit", FAILED);
        }
        return report(command, e instanceof IOException ? e.getMessage() : "unexpected " + e, FAILED);
    }

    /** One line, whatever the user or a file put into the message. */
    private static int report(CommandLine command, String message, int code) {
        String line = command.getCommandSpec().qualifiedName() + ": " + message;
        command.getErr().println(line.strip().replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " "));
        return code;
    }
}
