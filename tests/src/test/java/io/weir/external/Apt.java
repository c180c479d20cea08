package io.weir.external;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The machine's own {@code apt-get}, asked for what needs no root: which packages are missing, and
 * their archives. It checks the signatures.
 *
 * @param options that choose the package lists it works with
 * @param scratch a directory of the caller, for what it prints
 */
record Apt(List<String> options, Path scratch) {
  /** On a slow line, 130 MB take their time. */
  private static final Duration DOWNLOAD_MAX = Duration.ofMinutes(20);

  private static final Duration ANSWER_MAX = Duration.ofMinutes(3);

  /** {@code Inst libogg0 (1.3.5-3 Debian:12/oldstable [amd64])}. */
  private static final Pattern INSTALLS = Pattern.compile("(?m)^Inst (\\S+) ");

  /** {@code 'http://host/path/name.deb' name.deb 12345 SHA256:0a1b}. */
  private static final Pattern SIZE = Pattern.compile("(?m)^'\\S+' \\S+ (\\d+) ");

  /** It says what it was asked for and what went wrong. */
  private static final List<String> QUIET =
      List.of(
          "apt-get",
          "-qq",
          "-o",
          "APT::Get::Show-User-Simulation-Note=false",
          "-o",
          "Acquire::Retries=2");

  private static final long MB = 1_000_000;

  /** With the package lists that the machine has. */
  static Apt withListsOfTheMachine(Path scratch) {
    return new Apt(List.of(), scratch);
  }

  /**
   * With fresh lists of its own, from the machine's sources: for machines where nobody ran {@code
   * apt-get update}, or not for so long that the archive has moved on.
   */
  static Apt withListsOfItsOwn(Path scratch) throws IOException {
    Path lists = Files.createDirectories(scratch.resolve("lists"));
    Path kept = Files.createDirectories(scratch.resolve("kept"));
    Files.createDirectories(lists.resolve("partial"));
    Files.createDirectories(kept.resolve("archives").resolve("partial"));
    // Given by -c it is read last, so it can take back what the machine does after an update.
    Path config =
        Files.writeString(
            scratch.resolve("apt.conf"),
            """
            Dir::State::lists "%s";
            Dir::Cache "%s";
            #clear APT::Update::Post-Invoke;
            #clear APT::Update::Post-Invoke-Success;
            """
                .formatted(lists, kept));
    Apt apt = new Apt(List.of("-c", config.toString()), scratch);
    apt.ask(Stream.of("update"));
    return apt;
  }

  /** The packages and those that the machine lacks to run them, without recommended ones. */
  Set<String> withMissingDependencies(Set<String> names) throws IOException {
    Set<String> all = new LinkedHashSet<>(names);
    String plan =
        ask(Stream.concat(Stream.of("install", "-s", "--no-install-recommends"), names.stream()));
    INSTALLS.matcher(plan).results().map(found -> found.group(1)).forEach(all::add);
    return all;
  }

  /**
   * Downloads the archives into an empty directory. Says on standard output how far it is.
   *
   * @return the archives
   */
  List<Path> download(Set<String> names, Path directory) throws IOException {
    long bytes =
        SIZE.matcher(ask(Stream.concat(Stream.of("download", "--print-uris"), names.stream())))
            .results()
            .mapToLong(found -> Long.parseLong(found.group(1)))
            .sum();
    System.out.printf(
        "Fetching %s from Debian: %d MB, kept for later runs%n",
        names.iterator().next(), bytes / MB);
    new Command(words(Stream.concat(Stream.of("download"), names.stream())), directory)
        .run(
            DOWNLOAD_MAX,
            () -> System.out.printf("  %d of %d MB%n", fetched(directory) / MB, bytes / MB));
    List<Path> archives = files(directory).filter(f -> f.toString().endsWith(".deb")).toList();
    if (archives.size() < names.size()) {
      throw new IOException("apt-get left %d archives of %s".formatted(archives.size(), names));
    }
    return archives;
  }

  private String ask(Stream<String> question) throws IOException {
    return new Command(words(question), scratch).run(ANSWER_MAX, () -> {});
  }

  private List<String> words(Stream<String> question) {
    return Stream.of(QUIET.stream(), options.stream(), question).flatMap(part -> part).toList();
  }

  private static long fetched(Path directory) {
    return files(directory).mapToLong(file -> file.toFile().length()).sum();
  }

  private static Stream<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
