package io.weir.cli.slo;

import io.weir.cli.question.SlosCommand;
import picocli.CommandLine.Command;

/** Objectives as they stand; and what can be done with their documents. */
@Command(
    subcommands = {
      ShowCommand.class,
      BacktestCommand.class,
      LintCommand.class,
      RulesCommand.class,
      SchemaCommand.class,
      SuggestCommand.class
    })
public final class SloCommand extends SlosCommand {}
