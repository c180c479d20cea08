package io.weir.filter.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionTest {
  private static final List<String> PODS = List.of("shop/checkout-1", "shop/cart-1");

  /** The caret is where the bar stands. */
  private static Completion at(String textWithCaret) {
    int caret = textWithCaret.indexOf('|');
    return Completion.at(
        textWithCaret.replace("|", ""),
        caret,
        key -> key.name().endsWith("pod") ? PODS : List.of());
  }

  /** What the line is after the first suggestion was taken. */
  private static String taken(String textWithCaret) {
    Completion completion = at(textWithCaret);
    String text = textWithCaret.replace("|", "");
    return text.substring(0, completion.from())
        + completion.suggestions().get(0).text()
        + text.substring(completion.to());
  }

  @Test
  void keysAndWhatTheySay() {
    assertThat(at("|").suggestions())
        .contains(new Completion.Suggestion("not ", "Leaves out what the next term matches."));
    assertThat(taken("ver|")).isEqualTo("verdict:");
    assertThat(taken("port:80 ver|d:dropped")).isEqualTo("port:80 verdict:dropped");
    assertThat(taken("not to.name|")).isEqualTo("not to.namespace:");
    assertThat(at("reas|").suggestions().get(0).help()).isEqualTo("Why it was dropped.");
  }

  @Test
  void whatBeginsAsTypedComesBeforeWhatHasItSomewhere() {
    assertThat(at("names|").suggestions())
        .extracting(Completion.Suggestion::text)
        .containsExactly("namespace:", "from.namespace:", "to.namespace:");
  }

  @Test
  void valuesThatAreKnownAndValuesThatWereSeen() {
    assertThat(taken("verdict:dr|")).isEqualTo("verdict:dropped");
    assertThat(taken("verdict:forwarded,dr|opp port:1"))
        .isEqualTo("verdict:forwarded,dropped port:1");
    assertThat(taken("from.pod:check|")).isEqualTo("from.pod:shop/checkout-1");
    assertThat(at("from.pod:|").suggestions()).hasSize(2);
  }

  @Test
  void aSpaceInQuotesIsPartOfTheValue() {
    assertThat(at("path:\"a b\" pod:c|").from()).isEqualTo(15);
    assertThat(at("path:\"a verd|").suggestions()).isEmpty();
  }

  @Test
  void anUnknownKeyHasNoValues() {
    assertThat(at("nope:a|").suggestions()).isEmpty();
  }

  @Test
  void noMoreThanAnybodyReads() {
    assertThat(at("reason:|").suggestions()).hasSize(Completion.SUGGESTIONS_MAX);
  }
}
