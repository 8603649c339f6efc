package io.jettymcp.jetty;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * A proxy on loopback that speaks CONNECT or SOCKS5. It leads every tunnel to one server, whatever
 * name was asked for, because names of tests resolve nowhere.
 */
public final class ProxyServer implements AutoCloseable {
  /** How a proxy treats a request for a tunnel. */
  public enum Manner {
    OPENS,
    SILENT,
    HANGS_UP
  }

  private final ServerSocket socket;
  private final Proxy.Kind kind;
  private final int target;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "proxy-server");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<String> tunnels = new CopyOnWriteArrayList<>();
  private volatile Optional<String> login = Optional.empty();
  private volatile Manner manner = Manner.OPENS;
  private volatile String refusal = "";
  private volatile int socksStatus;

  private ProxyServer(Proxy.Kind kind, ServerSocket socket, int target) {
    this.kind = kind;
    this.socket = socket;
    this.target = target;
    threads.execute(this::accept);
  }

  public static ProxyServer http(FaultServer server) throws IOException {
    return new ProxyServer(Proxy.Kind.HTTP, loopback(), server.url().getPort());
  }

  /** Leads to a port of this machine over HTTP. */
  public static ProxyServer to(int port) throws IOException {
    return new ProxyServer(Proxy.Kind.HTTP, loopback(), port);
  }

  public static ProxyServer socks(FaultServer server) throws IOException {
    return new ProxyServer(Proxy.Kind.SOCKS5, loopback(), server.url().getPort());
  }

  public static ProxyServer https(FaultServer server, SSLContext tls) throws IOException {
    return new ProxyServer(
        Proxy.Kind.HTTPS,
        tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
        server.url().getPort());
  }

  private static ServerSocket loopback() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Requires a user and a password. */
  public ProxyServer requiring(String user, String password) {
    login = Optional.of(user + ":" + password);
    return this;
  }

  public ProxyServer manner(Manner how) {
    manner = how;
    return this;
  }

  /**
   * Refuses every tunnel over HTTP.
   *
   * @param head status and further header lines, such as {@code 403 Forbidden}
   */
  public ProxyServer refusing(String head) {
    refusal = head;
    return this;
  }

  /** Refuses every tunnel over SOCKS with a status. */
  public ProxyServer refusing(int status) {
    socksStatus = status;
    return this;
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Returns the proxy as a setting. */
  public Proxy proxy(Optional<Proxy.Login> with) {
    return new Proxy(kind, "127.0.0.1", port(), with);
  }

  /** Returns the tunnels that were asked for, as {@code host:port}. */
  public List<String> tunnels() {
    return List.copyOf(tunnels);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      if (manner == Manner.HANGS_UP) {
        in.read();
        return;
      }
      if (manner == Manner.SILENT) {
        in.transferTo(OutputStream.nullOutputStream());
        return;
      }
      boolean opened =
          kind == Proxy.Kind.SOCKS5
              ? socks(new DataInputStream(in), client.getOutputStream())
              : connect(in, client.getOutputStream());
      if (opened) {
        tunnel(client);
      }
    } catch (IOException ignored) {
      // Either side closed, as the test intends.
    }
  }

  private boolean connect(InputStream in, OutputStream out) throws IOException {
    String[] request = FaultServer.line(in).split(" ", -1);
    String authorization = "";
    for (String line = FaultServer.line(in); !line.isEmpty(); line = FaultServer.line(in)) {
      if (line.startsWith("Proxy-Authorization: Basic ")) {
        authorization = decoded(line.substring(27));
      }
    }
    tunnels.add(request[1]);
    boolean allowed = login.isEmpty() || login.get().equals(authorization);
    String status =
        !refusal.isEmpty()
            ? refusal
            : allowed
                ? "200 Connection established"
                : "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"";
    out.write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    return status.startsWith("200");
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private boolean socks(DataInputStream in, OutputStream out) throws IOException {
    in.readByte();
    byte[] methods = in.readNBytes(in.readUnsignedByte());
    int method = login.isPresent() ? 2 : 0;
    boolean offered = new String(methods, StandardCharsets.ISO_8859_1).indexOf(method) >= 0;
    out.write(new byte[] {5, (byte) (offered ? method : 0xff)});
    if (!offered) {
      return false;
    }
    if (method == 2) {
      in.readByte();
      String user = text(in);
      boolean right = login.get().equals(user + ":" + text(in));
      out.write(new byte[] {1, (byte) (right ? 0 : 1)});
      if (!right) {
        return false;
      }
    }
    in.skipNBytes(3);
    String host =
        switch (in.readByte()) {
          case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
          case 3 -> text(in);
          default -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
        };
    tunnels.add(host + ":" + in.readUnsignedShort());
    // In two pieces, as the length of the answer is known only from its middle.
    out.write(new byte[] {5, (byte) socksStatus, 0, 1});
    out.write(new byte[] {127, 0, 0, 1, 0, 80});
    return socksStatus == 0;
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
  }

  private void tunnel(Socket client) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(server);
      threads.execute(() -> copy(server, client));
      copy(client, server);
    }
  }

  /** Copies until one side ends, and then ends the other one. */
  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ignored) {
      // One side has closed.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket one : open) {
      one.close();
    }
    threads.shutdownNow();
  }
}
