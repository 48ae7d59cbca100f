package dev.tidewheel.engine.frontend.java;

import dev.tidewheel.api.PipelineDefinition;
import dev.tidewheel.model.error.ErrorCode;
import dev.tidewheel.model.error.PipelineException;
import dev.tidewheel.model.error.Problem;
import dev.tidewheel.model.text.SourceLocation;
import dev.tidewheel.model.text.SourceText;
import dev.tidewheel.model.text.Suggestions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** Finds the classes that define a pipeline. Used once. */
final class DefinitionClasses {
    private static final String ANNOUNCEMENT = "META-INF/services/" + PipelineDefinition.class.getName();

    private final ClassLoader loader;
    private final Map<String, SourceText> origins;
    private final Set<Class<? extends PipelineDefinition>> found = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    /** @param origins sources of compiled classes, by name */
    DefinitionClasses(ClassLoader loader, Map<String, SourceText> origins) {
        this.loader = loader;
        this.origins = origins;
    }

    /**
     * Definitions in the sources, then those of the compiled libraries, each once.
     *
     * @param compiledNames names of the classes that the sources were compiled to
     * @throws PipelineException with all libraries that give none
     */
    List<Class<? extends PipelineDefinition>> find(JavaLibraries libraries, List<String> compiledNames) {
        for (String name : compiledNames) {
            Class<?> type = load(name, SourceLocation.ofFile(source(name)));
            if (type != null && type.getEnclosingClass() == null && isConcrete(type)) {
                found.add(type.asSubclass(PipelineDefinition.class));
            }
        }
        boolean unused = found.isEmpty() && !libraries.sources().isEmpty();
        for (JavaLibraries.Compiled library : libraries.compiled()) {
            if (library.className() != null) {
                addNamed(library.className(), library.jar(), library.location());
            } else if (library.jar() != null) {
                addAnnounced(library.jar(), library.location());
            }
        }
        if (unused && found.isEmpty() && problems.isEmpty()) {
            problems.add(Problem.of(ErrorCode.JAVA_CLASS_NOT_FOUND, "no Java source file defines a pipeline")
                    .because("no top-level class implements `" + PipelineDefinition.class.getName() + "`")
                    .remedy("declare the tables in a `public final class Orders implements PipelineDefinition`")
                    .at(SourceLocation.ofFile(libraries.sources().get(0).file())));
        }
        if (!problems.isEmpty()) {
            throw new PipelineException(problems);
        }
        return List.copyOf(found);
    }

    private String source(String className) {
        SourceText source = origins.get(className);
        return source == null ? className : source.file();
    }

    private static boolean isConcrete(Class<?> type) {
        return PipelineDefinition.class.isAssignableFrom(type)
                && !type.isInterface()
                && !Modifier.isAbstract(type.getModifiers());
    }

    /** Null, with a problem, if a class is there but cannot be loaded, or is not there. */
    private @Nullable Class<?> load(String name, @Nullable SourceLocation location) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            return null;
        } catch (LinkageError e) {
            problems.add(Problem.of(ErrorCode.JAVA_CLASS_NOT_FOUND, "the class `" + name + "` cannot be loaded")
                    .because(e.getClass().getSimpleName() + ": " + e.getMessage())
                    .remedy("add the jars that it needs, and compile it for Java "
                            + Runtime.version().feature() + " or older")
                    .at(location));
            return null;
        }
    }

    private void addNamed(String name, @Nullable Path jar, @Nullable SourceLocation location) {
        int before = problems.size();
        Class<?> type = load(name, location);
        if (type == null) {
            if (problems.size() == before) {
                problems.add(Problem.of(
                                ErrorCode.JAVA_CLASS_NOT_FOUND,
                                "there is no class `" + name + "`"
                                        + (jar == null ? " on the class path" : " in " + jar.getFileName()))
                        .remedy(remedy(name, jar))
                        .at(location));
            }
            return;
        }
        if (isConcrete(type)) {
            found.add(type.asSubclass(PipelineDefinition.class));
            return;
        }
        boolean implemented = PipelineDefinition.class.isAssignableFrom(type);
        problems.add(Problem.of(ErrorCode.JAVA_CLASS_NOT_FOUND, "the class `" + name + "` defines no pipeline")
                .because(
                        implemented
                                ? "it is abstract"
                                : "it does not implement `" + PipelineDefinition.class.getName() + "`")
                .remedy("name a class that implements it and can be made with `new`")
                .at(location));
    }

    private String remedy(String name, @Nullable Path jar) {
        String near = didYouMean(name, jar);
        return !near.isEmpty() || jar != null
                ? near
                : "write the full name, or name the jar beside it as `jar: <path>`";
    }

    private String didYouMean(String name, @Nullable Path jar) {
        List<String> known = new ArrayList<>(origins.keySet());
        if (jar != null) {
            known.addAll(classes(jar));
        }
        String simple = name.substring(name.lastIndexOf('.') + 1);
        List<String> elsewhere = known.stream()
                .filter(candidate ->
                        candidate.substring(candidate.lastIndexOf('.') + 1).equals(simple))
                .limit(2)
                .toList();
        return elsewhere.isEmpty()
                ? Suggestions.didYouMean(name, known)
                : "Did you mean "
                        + elsewhere.stream().map(other -> "`" + other + "`").collect(Collectors.joining(" or "))
                        + "?";
    }

    private static List<String> classes(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(entry -> entry.endsWith(".class") && !entry.contains("$") && !entry.contains("-"))
                    .map(entry -> entry.substring(0, entry.length() - ".class".length())
                            .replace('/', '.'))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@link ServiceLoader} finds; it looks into all jars, of which only the one asked for counts. */
    private void addAnnounced(Path jar, @Nullable SourceLocation location) {
        Path wanted = jar.toAbsolutePath().normalize();
        boolean any = false;
        try {
            List<Class<? extends PipelineDefinition>> all =
                    ServiceLoader.load(PipelineDefinition.class, loader).stream()
                            .<Class<? extends PipelineDefinition>>map(ServiceLoader.Provider::type)
                            .toList();
            for (Class<? extends PipelineDefinition> type : all) {
                if (CodeVersion.home(type).filter(wanted::equals).isPresent()) {
                    found.add(type);
                    any = true;
                }
            }
        } catch (ServiceConfigurationError e) {
            problems.add(Problem.of(
                            ErrorCode.JAVA_CLASS_NOT_FOUND, "a pipeline definition that is announced cannot be loaded")
                    .because(String.valueOf(e.getMessage()))
                    .remedy("correct the file " + ANNOUNCEMENT + " in the jar")
                    .at(location));
            return;
        }
        if (!any && !announcesOthers(jar)) {
            problems.add(Problem.of(
                            ErrorCode.JAVA_CLASS_NOT_FOUND, jar.getFileName() + " announces no pipeline definition")
                    .because("it has no class in " + ANNOUNCEMENT)
                    .remedy("add that file to the jar, with the name of the class in it, or name the class beside the"
                            + " jar as `class: <name>`")
                    .at(location));
        }
    }

    /** A jar of data sources or drivers defines nothing, and is not meant to. */
    private static boolean announcesOthers(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .anyMatch(entry -> !entry.isDirectory()
                            && entry.getName().startsWith("META-INF/services/")
                            && !entry.getName().equals(ANNOUNCEMENT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
