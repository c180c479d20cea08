package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.filter.query.FlowQuery;
import io.weir.filter.query.Key;
import io.weir.filter.query.QueryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A query of the UI, copied into a terminal, asks for the same flows. */
class FlowQueryCommandTest {
  private static final int ROUNDS = 2_000;

  /** What {@link Key} does not list itself, and what a shell or picocli could misread. */
  private static final List<String> TERMS =
      List.of(
          "namespace:shop",
          "from.namespace:*",
          "to.namespace:shop,default",
          "pod:shop/cart",
          "from.pod:@file",
          "to.pod:-x",
          "workload:Deployment/cart",
          "service:shop/",
          "port:8000-8100,443",
          "from.port:1",
          "ip:10.0.0.0/8",
          "to.ip:fd00::1",
          "fqdn:*.example.com",
          "dns:*.cluster.local",
          "dns:\"/a, b|'c'/\"",
          "status:404,5xx",
          "path:\"^/it's $HOME `x` \\d+\\\\ \\\"q\\\"\"",
          "url:\"a\nb\"",
          "header:X-Id:5",
          "header:\"X: ,\"",
          "type:trace:to-endpoint",
          "type:drop:policy_denied",
          "label:\"app=x,tier in (a,b)\"",
          "label:!reserved:world",
          "to.identity:world,40211",
          "cluster:prod",
          "node:prod/n*",
          "node-label:os=linux",
          "interface:eth0,3",
          "snat-ip:10.0.0.1",
          "flags:syn+ack,fin",
          "trace:--not",
          "ip-trace:18446744073709551615",
          "uuid:\"\\\\\"",
          "cel:\"_flow.source.namespace == \\\"shop\\\"\"");

  private static List<String> terms() {
    return Stream.concat(
            TERMS.stream(),
            Key.ALL.stream()
                .flatMap(key -> key.values().words().stream().map(word -> key.name() + ":" + word)))
        .toList();
  }

  @Test
  void theCommandAsksForTheSame() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> terms = terms();
    int compared = 0;
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder text = new StringBuilder();
      int count = 1 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        text.append(random.nextInt(3) == 0 ? " not " : " ")
            .append(terms.get(random.nextInt(terms.size())));
      }
      Optional<FlowQuery> query = read(text.toString());
      if (query.isPresent()) {
        assertSame(query.get(), "seed " + seed + ": " + text);
        compared++;
      }
    }
    assertThat(compared).as("queries that do not contradict themselves").isGreaterThan(ROUNDS / 4);
  }

  @Test
  void eachTermAloneAsksForTheSame() {
    for (String term : terms()) {
      assertSame(read(term).orElseThrow(() -> new AssertionError(term)), term);
      assertSame(read("not " + term).orElseThrow(() -> new AssertionError(term)), "not " + term);
    }
  }

  private static Optional<FlowQuery> read(String text) {
    try {
      return Optional.of(FlowQuery.parse(text));
    } catch (QueryException e) {
      assertThat(e.getMessage()).containsAnyOf("cannot be combined", "contradicts", "namespace");
      return Optional.empty();
    }
  }

  private static void assertSame(FlowQuery query, String text) {
    List<String> words = words(query.command(Optional.of("5m"), Optional.of("1m")));
    assertThat(words.subList(0, 2)).containsExactly("weir", "observe");
    ObserveCommand command = new ObserveCommand();
    new CommandLine(command).parseArgs(words.subList(2, words.size()).toArray(String[]::new));
    FilterRequest asked =
        FilterRequest.of(command.given.filters(), command.allowlist, command.denylist);

    assertThat(asked.whitelist()).as(text).isEqualTo(query.whitelist());
    assertThat(asked.blacklist()).as(text).isEqualTo(query.blacklist());
    assertThat(command.selectors.since).contains("5m");
    assertThat(command.selectors.until).contains("1m");
  }

  /** As a POSIX shell cuts a line that has single quotes and escaped characters alone. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && c == '\\') {
        word.append(line.charAt(++i));
      } else if (!quoted && c == ' ') {
        words.add(word.toString());
        word.setLength(0);
      } else {
        assertThat(quoted || "$`\"*|&;<>(){}!#~?[]\n".indexOf(c) < 0)
            .as("unquoted %s in %s", c, line)
            .isTrue();
        word.append(c);
      }
    }
    words.add(word.toString());
    return words;
  }
}
