package io.weir.collector.source.probe;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Probes that make sense on any host, for when none are configured. */
public final class ProbeDefaults {
  private ProbeDefaults() {}

  /**
   * The first name server answers, and Weir's own HTTP endpoint does. For the name server any
   * answer will do that proves it alive: {@code localhost.} does not exist everywhere.
   *
   * @param node put into the names, since every node has probes of the same kind
   * @param resolvConf {@code /etc/resolv.conf}; without a name server in it there is no dns probe
   * @param own URL of Weir's metrics or health page; without it there is no httpGet probe
   */
  public static List<ProbeSpec> forHost(String node, Path resolvConf, Optional<URI> own) {
    var probes = new ArrayList<ProbeSpec>();
    ResolvConf.nameservers(resolvConf).stream()
        .findFirst()
        .ifPresent(
            server ->
                probes.add(
                    ProbeSpec.of(
                        node + "/dns-resolver",
                        new Dns(
                            "localhost.",
                            "A",
                            server,
                            Dns.Transport.UDP,
                            List.of("NOERROR", "NXDOMAIN"),
                            List.of()))));
    own.ifPresent(url -> probes.add(ProbeSpec.of(node + "/weir", httpGet(url))));
    return probes;
  }

  private static HttpGet httpGet(URI url) {
    boolean https = "https".equalsIgnoreCase(url.getScheme());
    int port = url.getPort() > 0 ? url.getPort() : https ? 443 : 80;
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return new HttpGet(
        url.getRawQuery() == null ? path : path + "?" + url.getRawQuery(),
        port,
        url.getHost(),
        https ? HttpGet.Scheme.HTTPS : HttpGet.Scheme.HTTP,
        List.of(),
        false,
        Optional.empty());
  }
}
