package io.weir.cli.slo;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * What the standard output can show.
 *
 * @param columns characters a line
 * @param unicode whether it shows blocks and lines; else ASCII alone
 */
record Terminal(int columns, boolean unicode) {
  private static final int COLUMNS_MIN = 40;
  private static final int COLUMNS_MAX = 300;
  private static final int COLUMNS = 100;

  /** The same for ASCII alone. */
  Terminal withoutUnicode() {
    return new Terminal(columns, false);
  }

  /** That of this process. */
  static Terminal system() {
    OptionalInt columns = number(System.getenv().getOrDefault("COLUMNS", ""));
    if (columns.isEmpty() && "terminal".equals(System.getProperty("weir.stdout"))) {
      columns = ask();
    }
    return of(columns, System.getProperties(), System.getenv());
  }

  static Terminal of(OptionalInt columns, Properties properties, Map<String, String> environment) {
    int width = columns.orElse(COLUMNS);
    return new Terminal(
        Math.min(COLUMNS_MAX, Math.max(COLUMNS_MIN, width)),
        !"dumb".equals(environment.get("TERM")) && canEncode(properties));
  }

  /** The encoding of the standard output has had three names. */
  private static boolean canEncode(Properties properties) {
    for (String name : new String[] {"stdout.encoding", "sun.stdout.encoding", "file.encoding"}) {
      String encoding = properties.getProperty(name);
      if (encoding != null) {
        try {
          return Charset.forName(encoding).newEncoder().canEncode('█');
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
          return false;
        }
      }
    }
    return false;
  }

  /** {@code stty} knows; Java does not. */
  private static OptionalInt ask() {
    try {
      Process stty = new ProcessBuilder("sh", "-c", "stty size </dev/tty 2>/dev/null").start();
      String answer = new String(stty.getInputStream().readNBytes(100), Charset.defaultCharset());
      if (stty.waitFor(1, TimeUnit.SECONDS) && stty.exitValue() == 0) {
        return number(answer.strip().replaceFirst("^[0-9]+ ", ""));
      }
    } catch (IOException e) {
      // No shell here: any width does.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return OptionalInt.empty();
  }

  private static OptionalInt number(String text) {
    return text.matches("[1-9][0-9]{0,5}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }
}
