package io.weir.cli.completion;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A small program with one of everything that completion knows. */
final class Shop {
  enum Size {
    small,
    large
  }

  @Command(name = "shop")
  static final class Root {}

  @Command(name = "buy", header = "Buys what's there; nothing else.")
  static final class Buy {
    @Parameters Size size = Size.small;

    @Option(
        names = {"-c", "--colour"},
        description = "red or green (default: ${DEFAULT-VALUE}).")
    Optional<Colour> colour = Optional.empty();

    @Option(names = "--list", description = "Files to read. Several.")
    List<Path> lists = List.of();

    @Option(names = "--note", description = "It's for the seller.")
    String note = "";

    @Option(names = "--secret", hidden = true)
    boolean secret;

    @Option(names = "--wrap", description = "Wrapped.")
    boolean wrap;
  }

  enum Colour {
    red,
    green
  }

  @Command(name = "show", description = "Shows what there is.", subcommands = Goods.class)
  static final class Show {}

  @Command(name = "goods", aliases = "wares", description = "All goods.")
  static final class Goods {
    @Option(names = "--new", description = "Only new ones.")
    boolean fresh;
  }

  @Command(name = "steal", hidden = true)
  static final class Steal {}

  private Shop() {}

  static CommandLine commandLine() {
    return new CommandLine(new Root())
        .addSubcommand(new Buy())
        .addSubcommand(new Show())
        .addSubcommand(new Steal());
  }
}
