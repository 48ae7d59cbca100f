package dev.tidewheel.cli;

import dev.tidewheel.cli.output.Console;
import dev.tidewheel.cli.project.Language;
import dev.tidewheel.cli.project.NewProject;
import dev.tidewheel.cli.project.Template;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(name = "init", description = "Writes a pipeline that runs at once into a new or empty folder.")
final class InitCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder; made if it is missing.")
    private Path folder = Path.of("");

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            defaultValue = "sql",
            description = "What the files are written in: sql or python; sql if not given.")
    private Language language = Language.SQL;

    @Option(
            names = "--template",
            paramLabel = "TEMPLATE",
            defaultValue = "shop",
            converter = TemplateName.class,
            description =
                    "What it is about: shop (files of orders), or a made-up stream: iot, orders-cdc or clickstream; shop if not given.")
    private Template template = Template.SHOP;

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        NewProject.in(folder, template, language).forEach(file -> console.print("wrote " + folder.resolve(file)));
        console.print("");
        console.print("Next: tidewheel run " + folder);
        return ExitCode.DONE;
    }

    /** Templates are known by the names that are shown, none else. */
    private static final class TemplateName implements ITypeConverter<Template> {
        @Override
        public Template convert(String name) {
            return Arrays.stream(Template.values())
                    .filter(template -> template.toString().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "expected one of " + Arrays.toString(Template.values()) + " but was '" + name + "'"));
        }
    }
}
