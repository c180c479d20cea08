package io.weir.alerting.cause;

import io.weir.series.v1.SliWindow;
import io.weir.topic.TopicKeys;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The bad events that are to be explained. */
final class TargetCourse {
  private TargetCourse() {}

  /** From the indicator's own windows, else from those of the edges. */
  static Course of(CauseInput input, EdgeTable edges) {
    Course course = new Course(input.frame());
    boolean any = false;
    for (SliWindow sli : input.slis()) {
      long startNs = sli.getWindow().getStartNs();
      if (sli.getWindow().getLengthNs() == input.frame().windowNs()
          && input.frame().contains(startNs)
          && isAbout(sli, input.target())) {
        course.add(input.frame().window(startNs), sli.getTotal() - sli.getGood(), sli.getTotal());
        any = true;
      }
    }
    return any ? course : ofEdges(input.target(), input.frame(), edges);
  }

  private static boolean isAbout(SliWindow sli, Target target) {
    if (!sli.getIndicator().equals(target.indicator())) {
      return false;
    }
    if (target.probe().isPresent()) {
      return target.probe().get().equals(sli.getProbe());
    }
    Optional<String> client =
        sli.hasClient() ? Optional.of(TopicKeys.peer(sli.getClient())) : Optional.empty();
    return TopicKeys.peer(sli.getServer()).equals(target.server())
        && client.equals(target.client());
  }

  private static Course ofEdges(Target target, Frame frame, EdgeTable edges) {
    Collection<EdgeKey> keys = edges.into(target.server()).stream().filter(target::counts).toList();
    List<Sign> signs = signs(target.indicator());
    Course course = new Course(frame);
    for (int i = 0; i < signs.size(); i++) {
      Course sign = edges.course(keys, signs.get(i));
      for (int window = 0; window < frame.windows(); window++) {
        // All signs of an indicator are of the same events.
        course.add(window, sign.badIn(window), i == 0 ? sign.totalIn(window) : 0);
      }
    }
    return course;
  }

  /** What an indicator of Weir's own counts as bad; empty for others. */
  static List<Sign> signs(String indicator) {
    return switch (indicator) {
      case "http-availability" -> List.of(Sign.HTTP_FAILED);
      case "http-latency" -> List.of(Sign.HTTP_SLOW);
      case "tcp-connect" -> List.of(Sign.REFUSED, Sign.UNANSWERED);
      case "tcp-stability" -> List.of(Sign.RESET);
      case "delivery" -> List.of(Sign.DROPPED);
      case "dns-availability" -> List.of(Sign.SERVFAIL, Sign.DENIED, Sign.DNS_UNANSWERED);
      case "dns-latency" -> List.of(Sign.DNS_SLOW);
      default -> List.of();
    };
  }
}
