package io.weir.collector.source.probe;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Begins TLS on an open connection and notes when the server's chain runs out, also if the chain is
 * then refused.
 */
final class TlsHandshake {
  private TlsHandshake() {}

  /**
   * Shakes hands.
   *
   * @param host for the server to choose its certificate by, and to check it against
   * @param verify checks the chain against the JVM's roots, and the name; else anything goes
   */
  static SSLSocket begin(Socket socket, String host, int port, boolean verify, Attempt attempt)
      throws IOException {
    attempt.phase(Attempt.TLS);
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Noting(attempt, verify)}, null);
      var tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
      if (verify) {
        var parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
      }
      tls.setSoTimeout(attempt.remainingMs());
      tls.startHandshake();
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS in this JVM", e);
    }
  }

  /** Extended, because the JVM wraps a plain trust manager in checks of its own. */
  private static final class Noting extends X509ExtendedTrustManager {
    private final Attempt attempt;
    private final boolean verify;

    Noting(Attempt attempt, boolean verify) {
      this.attempt = attempt;
      this.verify = verify;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String auth, Socket socket)
        throws CertificateException {
      note(chain);
      if (verify) {
        system().checkServerTrusted(chain, auth, socket);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String auth, SSLEngine engine)
        throws CertificateException {
      note(chain);
      if (verify) {
        system().checkServerTrusted(chain, auth, engine);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String auth)
        throws CertificateException {
      note(chain);
      if (verify) {
        system().checkServerTrusted(chain, auth);
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String auth, Socket socket) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String auth, SSLEngine engine) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String auth) {
      throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }

    private void note(X509Certificate[] chain) {
      Arrays.stream(chain)
          .mapToLong(certificate -> certificate.getNotAfter().getTime())
          .min()
          .ifPresent(ms -> attempt.certificateExpires(TimeUnit.MILLISECONDS.toNanos(ms)));
    }

    private static X509ExtendedTrustManager system() throws CertificateException {
      try {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
          if (manager instanceof X509ExtendedTrustManager extended) {
            return extended;
          }
        }
        throw new CertificateException("this JVM has no roots to trust");
      } catch (GeneralSecurityException e) {
        throw new CertificateException("cannot load the roots to trust", e);
      }
    }
  }
}
