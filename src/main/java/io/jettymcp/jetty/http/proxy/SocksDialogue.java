package io.jettymcp.jetty.http.proxy;

import io.jettymcp.jetty.Proxy;
import io.jettymcp.text.Origin;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks a SOCKS proxy for a connection (RFC 1928; with a password, RFC 1929). */
final class SocksDialogue implements ProxyDialogue {
  private static final int VERSION = 5;
  private static final int NO_LOGIN = 0;
  private static final int PASSWORD = 2;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  private enum Awaited {
    METHOD,
    LOGIN,
    REPLY,
    NOTHING
  }

  private final Proxy proxy;
  private final Origin origin;
  private Awaited awaited = Awaited.METHOD;

  SocksDialogue(Proxy proxy, Origin origin) {
    this.proxy = proxy;
    this.origin = origin;
  }

  @Override
  public byte[] first() {
    return proxy.login().isPresent()
        ? bytes(VERSION, 2, NO_LOGIN, PASSWORD)
        : bytes(VERSION, 1, NO_LOGIN);
  }

  @Override
  public byte[] next(ByteBuf in) throws ProxyFault {
    return switch (awaited) {
      case METHOD -> in.readableBytes() < 2 ? NOTHING : method(in);
      case LOGIN -> in.readableBytes() < 2 ? NOTHING : login(in);
      case REPLY -> reply(in);
      case NOTHING -> NOTHING;
    };
  }

  private byte[] method(ByteBuf in) throws ProxyFault {
    requireVersion(in.readUnsignedByte());
    int method = in.readUnsignedByte();
    if (method == NO_LOGIN) {
      return connect();
    }
    if (method == PASSWORD && proxy.login().isPresent()) {
      awaited = Awaited.LOGIN;
      return password(proxy.login().get());
    }
    throw Logins.refused(proxy, "");
  }

  private byte[] login(ByteBuf in) throws ProxyFault {
    in.skipBytes(1);
    if (in.readUnsignedByte() != 0) {
      throw Logins.refused(proxy, "");
    }
    return connect();
  }

  private byte[] reply(ByteBuf in) throws ProxyFault {
    int from = in.readerIndex();
    if (in.readableBytes() < 5) {
      return NOTHING;
    }
    requireVersion(in.getUnsignedByte(from));
    int status = in.getUnsignedByte(from + 1);
    if (status != 0) {
      throw refused(status);
    }
    int length = lengthOfReply(in.getUnsignedByte(from + 3), in.getUnsignedByte(from + 4));
    if (in.readableBytes() >= length) {
      in.skipBytes(length);
      awaited = Awaited.NOTHING;
    }
    return NOTHING;
  }

  private int lengthOfReply(int addressType, int firstOfAddress) throws ProxyFault {
    return switch (addressType) {
      case IPV4 -> 4 + 4 + 2;
      case NAME -> 4 + 1 + firstOfAddress + 2;
      case IPV6 -> 4 + 16 + 2;
      default -> throw noSocks();
    };
  }

  private byte[] connect() {
    awaited = Awaited.REPLY;
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(bytes(VERSION, CONNECT, 0));
    byte @Nullable [] address =
        NetUtil.createByteArrayFromIpAddressString(origin.host().replaceAll("[\\[\\]]", ""));
    if (address == null) {
      message.write(NAME);
      message.writeBytes(counted(origin.host()));
    } else {
      message.write(address.length == 4 ? IPV4 : IPV6);
      message.writeBytes(address);
    }
    message.write(origin.port() >> 8);
    message.write(origin.port());
    return message.toByteArray();
  }

  private static byte[] password(Proxy.Login login) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(1);
    message.writeBytes(counted(login.user()));
    message.writeBytes(counted(login.password().reveal()));
    return message.toByteArray();
  }

  private static byte[] counted(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream counted = new ByteArrayOutputStream();
    counted.write(bytes.length);
    counted.writeBytes(bytes);
    return counted.toByteArray();
  }

  private void requireVersion(int version) throws ProxyFault {
    if (version != VERSION) {
      throw noSocks();
    }
  }

  private ProxyFault noSocks() {
    return ProxyFault.permanent(
        proxy
            + " is no SOCKS5 proxy. Check its address; an HTTP proxy is written http://HOST:PORT");
  }

  private ProxyFault refused(int status) {
    String what = "the proxy " + proxy + " refused a connection to " + origin.authority();
    return switch (status) {
      case 2 -> ProxyFault.permanent(what + ": its rules forbid it. Ask its operator");
      case 3, 4 -> ProxyFault.transitory(what + ": it cannot reach Jetty");
      case 5 -> ProxyFault.transitory(what + ": Jetty refused it");
      case 6 -> ProxyFault.transitory(what + ": Jetty did not answer it in time");
      default -> ProxyFault.transitory(what + " (SOCKS error " + status + ")");
    };
  }

  @Override
  public boolean isOpen() {
    return awaited == Awaited.NOTHING;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
