package io.weir.cli.slo;

import io.weir.alerting.openslo.Compiled;
import io.weir.alerting.openslo.Documents;
import io.weir.alerting.openslo.SloCompiler;
import io.weir.streams.JobsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Documents as a command names them: files, directories, or {@code -} for what is typed in. */
record SloDocuments(Documents documents, Compiled compiled) {
  static SloDocuments read(List<String> paths, InputStream in) {
    Documents documents =
        paths.equals(List.of("-"))
            ? Documents.ofText("-", text(in))
            : Documents.ofPaths(paths.stream().map(Path::of).toList());
    return new SloDocuments(
        documents,
        SloCompiler.compile(
            documents,
            JobsConfig.DEFAULT.httpLatencyThreshold(),
            JobsConfig.DEFAULT.dnsLatencyThreshold()));
  }

  private static String text(InputStream in) {
    try {
      return new String(in.readNBytes(Documents.BYTES_MAX + 1), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the standard input", e);
    }
  }
}
