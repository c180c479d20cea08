package io.weir.relay.observe.filter;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.HTTP;
import io.weir.hubble.flow.HTTPHeader;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** HTTP requests and responses. */
final class HttpFields {
  /** {@code event_type.type} of proxy records, the only ones that carry HTTP. */
  private static final int L7 = 129;

  private static final FilterField<String> STATUS =
      FilterField.of(
          "http status code",
          "http_status_code",
          FlowFilter::getHttpStatusCodeList,
          HttpFields::status);
  private static final FilterField<String> METHOD =
      FilterField.of(
          "http method", "http_method", FlowFilter::getHttpMethodList, HttpFields::method);
  private static final FilterField<String> PATH =
      FilterField.of(
          "http path",
          "http_path",
          FlowFilter::getHttpPathList,
          (String value) ->
              Patterns.regex(value, HttpFields::isHttp, flow -> UrlPath.of(http(flow).getUrl())));
  private static final FilterField<String> URL =
      FilterField.of(
          "http url",
          "http_url",
          FlowFilter::getHttpUrlList,
          (String value) -> Patterns.regex(value, HttpFields::isHttp, flow -> http(flow).getUrl()));
  private static final FilterField<HTTPHeader> HEADER =
      FilterField.of(
          "http header", "http_header", FlowFilter::getHttpHeaderList, HttpFields::header);

  static final List<FilterField<?>> FIELDS = List.of(STATUS, METHOD, PATH, URL, HEADER);

  private HttpFields() {}

  /**
   * HTTP is only in proxy records: asking for HTTP and for other event types alone is a mistake.
   */
  static void checkEventTypes(FlowFilter filter, String position) {
    if (filter.getEventTypeCount() == 0
        || filter.getEventTypeList().stream().anyMatch(type -> type.getType() == L7)) {
      return;
    }
    Stream.of(STATUS, METHOD, PATH, URL, HEADER)
        .filter(field -> !field.values().apply(filter).isEmpty())
        .findFirst()
        .ifPresent(
            field -> {
              throw new InvalidFilterException(
                  field.title(),
                  String.valueOf(field.values().apply(filter).get(0)).strip(),
                  position + ".event_type",
                  "filtering by "
                      + field.title()
                      + " requires the event type filter to only match 'l7' events");
            });
  }

  private static boolean isHttp(Flow flow) {
    return flow.getL7().hasHttp();
  }

  private static HTTP http(Flow flow) {
    return flow.getL7().getHttp();
  }

  /** {@code 404}, or leading digits and a plus: {@code 4+}, {@code 40+}. */
  private static Predicate<Flow> status(String value) {
    if (value.matches("[1-5][0-9]{2}")) {
      int code = Integer.parseInt(value);
      return flow -> isHttp(flow) && http(flow).getCode() == code;
    }
    if (value.matches("[1-5][0-9]?\\+")) {
      String prefix = value.substring(0, value.length() - 1);
      // Requests have code 0, which no valid prefix fits.
      return flow -> isHttp(flow) && Integer.toString(http(flow).getCode()).startsWith(prefix);
    }
    throw new IllegalArgumentException("not a status code (expected: like 404, 40+ or 4+)");
  }

  private static Predicate<Flow> method(String value) {
    return flow -> isHttp(flow) && http(flow).getMethod().equalsIgnoreCase(value);
  }

  private static Predicate<Flow> header(HTTPHeader wanted) {
    return flow -> http(flow).getHeadersList().contains(wanted);
  }
}
