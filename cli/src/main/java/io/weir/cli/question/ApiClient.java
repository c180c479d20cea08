package io.weir.cli.question;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks the JSON API of a running Weir, and has it keep something. Safe for use by several threads.
 */
public final class ApiClient {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  // Numbers print as they came: 0.10 must not become 0.1, nor 1E+3.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final int TOO_LARGE = 422;

  private final String server;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(CONNECT_MAX)
          .build();

  /** Asks {@code HOST:PORT}. */
  public ApiClient(String server) {
    this.server = server;
  }

  /**
   * The answer to one question.
   *
   * @param question the last part of the path
   * @param parameters by name; sent in this order
   * @throws QuestionException if there is none
   */
  public JsonNode ask(String question, Map<String, String> parameters)
      throws QuestionException, InterruptedException {
    return answer(HttpRequest.newBuilder(uri(question, parameters)));
  }

  /**
   * Adds something.
   *
   * @param collection the last part of the path
   * @throws QuestionException if it was not taken
   */
  JsonNode add(String collection, JsonNode body) throws QuestionException, InterruptedException {
    return answer(
        HttpRequest.newBuilder(uri(collection, Map.of()))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /**
   * Ends something.
   *
   * @throws QuestionException if there is none such
   */
  JsonNode end(String collection, String id) throws QuestionException, InterruptedException {
    String path = collection + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    return answer(HttpRequest.newBuilder(uri(path, Map.of())).DELETE());
  }

  private JsonNode answer(HttpRequest.Builder request)
      throws QuestionException, InterruptedException {
    HttpResponse<String> response = send(request);
    JsonNode body = parse(response);
    if (response.statusCode() / 100 == 2) {
      return body;
    }
    int exitCode = response.statusCode() == 400 ? 2 : 1;
    throw new QuestionException(
        exitCode,
        body.path("error").asText("Weir at " + server + " answered " + response.statusCode()),
        response.statusCode() == TOO_LARGE);
  }

  private URI uri(String question, Map<String, String> parameters) throws QuestionException {
    String query =
        parameters.entrySet().stream()
            .map(
                entry ->
                    entry.getKey()
                        + "="
                        + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    String path = "/api/v1/" + question + (query.isEmpty() ? "" : "?" + query);
    try {
      URI uri = URI.create("http://" + server + path);
      if (uri.getHost() != null && uri.getPort() > 0 && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, like an address without a port.
    }
    throw new QuestionException(2, "--server: " + server + " (expected: HOST:PORT)");
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws QuestionException, InterruptedException {
    try {
      return client.send(request.timeout(ANSWER_MAX).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new QuestionException(
          1,
          "Cannot reach Weir at "
              + server
              + ": "
              + reason(e)
              + ". Start it with ./weir up, or name another with --server HOST:PORT.");
    }
  }

  private static String reason(IOException e) {
    if (e instanceof HttpConnectTimeoutException) {
      return "no connection within " + CONNECT_MAX.toSeconds() + " s";
    }
    if (e instanceof HttpTimeoutException) {
      return "no answer within " + ANSWER_MAX.toSeconds() + " s";
    }
    if (e instanceof ConnectException) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof UnresolvedAddressException) {
          return "unknown host";
        }
      }
      // The client leaves out the message of the one that people know.
      return e.getMessage() == null ? "connection refused" : e.getMessage();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private JsonNode parse(HttpResponse<String> response) throws QuestionException {
    try {
      return MAPPER.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new QuestionException(
          1,
          "What answers at "
              + server
              + " is not Weir's API: status "
              + response.statusCode()
              + ", not JSON. Name the HTTP port with --server HOST:PORT.");
    }
  }

  /** The same JSON, indented, keys in the order they came. */
  public static String pretty(JsonNode answer) {
    return answer.toPrettyString();
  }
}
