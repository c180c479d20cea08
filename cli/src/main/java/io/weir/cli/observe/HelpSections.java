package io.weir.cli.observe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/** Options of a long help under headings; those that nobody named come last. */
final class HelpSections implements IHelpSectionRenderer {
  /**
   * Some options.
   *
   * @param heading above them
   * @param names one of each option's, in any order
   */
  record Section(String heading, List<String> names) {}

  private final List<Section> sections;
  private final String restHeading;

  /**
   * A renderer.
   *
   * @param restHeading above the options that are in no section
   */
  HelpSections(List<Section> sections, String restHeading) {
    this.sections = List.copyOf(sections);
    this.restHeading = restHeading;
  }

  @Override
  public String render(Help help) {
    Set<OptionSpec> left = new HashSet<>(ungrouped(help));
    StringBuilder text = new StringBuilder();
    for (Section section : sections) {
      List<OptionSpec> options =
          ungrouped(help).stream()
              .filter(option -> section.names().stream().anyMatch(name -> has(option, name)))
              .toList();
      options.forEach(left::remove);
      append(text, help, section.heading(), options);
    }
    List<OptionSpec> rest = new ArrayList<>(ungrouped(help));
    rest.retainAll(left);
    append(text, help, restHeading, rest);
    return text + help.optionListGroupSections();
  }

  private static List<OptionSpec> ungrouped(Help help) {
    return help.commandSpec().options().stream()
        .filter(option -> option.group() == null && !option.hidden())
        .toList();
  }

  private static boolean has(OptionSpec option, String name) {
    return List.of(option.names()).contains(name);
  }

  private static void append(
      StringBuilder text, Help help, String heading, List<OptionSpec> options) {
    if (!options.isEmpty()) {
      text.append(help.createHeading("%n" + heading + ":%n"))
          .append(help.optionListExcludingGroups(options));
    }
  }
}
