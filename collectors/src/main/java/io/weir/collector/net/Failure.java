package io.weir.collector.net;

import io.grpc.Status;
import java.security.cert.CertPathBuilderException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Why a call failed, for people and for counters. gRPC's own text for a failed handshake is {@code
 * io exception}; what went wrong stands in the causes.
 *
 * @param kind {@code tls}, else the status code in lower case: a label with few values
 * @param text one line that names the code, the description and the innermost cause
 * @param cause the innermost cause alone, or the description where there is none
 */
public record Failure(String kind, String text, String cause) {
  private static final int CAUSES_MAX = 20;
  private static final Pattern NETTY_PIPELINE =
      Pattern.compile("\\s*Channel Pipeline: \\[.*", Pattern.DOTALL);

  /** Reads a status that ended a call. */
  public static Failure of(Status status) {
    StringBuilder text = new StringBuilder(status.getCode().name());
    String description =
        Optional.ofNullable(status.getDescription())
            .map(said -> NETTY_PIPELINE.matcher(said).replaceAll(""))
            .orElse("");
    text.append(description.isEmpty() ? "" : " ").append(description);
    boolean tls = false;
    String innermost = "";
    int causes = 0;
    for (Throwable cause = status.getCause();
        cause != null && causes < CAUSES_MAX;
        cause = cause.getCause(), causes++) {
      tls |= cause instanceof SSLException;
      innermost = described(cause);
    }
    if (!innermost.isEmpty() && text.indexOf(innermost) < 0) {
      text.append(": ").append(innermost);
    }
    if (tls) {
      text.append(". Check ca-file, cert-file, key-file and server-name");
    }
    String kind = tls ? "tls" : status.getCode().name().toLowerCase(Locale.ROOT);
    return new Failure(
        kind, oneLine(text.toString()), oneLine(innermost.isEmpty() ? description : innermost));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String described(Throwable cause) {
    String message = Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getName());
    return cause instanceof CertPathBuilderException
        ? "the server's certificate is not signed by a trusted one: " + message
        : message;
  }
}
