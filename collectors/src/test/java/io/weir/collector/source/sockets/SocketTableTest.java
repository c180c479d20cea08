package io.weir.collector.source.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketTableTest {
  private static final String REST = " 00000000:00000000 00:00000000 00000000  1000        0 ";
  private final SocketTable table = new SocketTable(ByteOrder.LITTLE_ENDIAN);

  @Test
  void readsAddressesPortsStateAndInode() {
    var entry =
        table
            .parse("   2: 0500000A:0050 097100CB:C738 01" + REST + "101 2 0 20", Protocol.TCP)
            .orElseThrow();

    assertThat(entry.local()).isEqualTo(end("10.0.0.5", 80));
    assertThat(entry.remote()).isEqualTo(end("203.0.113.9", 51_000));
    assertThat(entry.state()).isEqualTo(SocketState.ESTABLISHED);
    assertThat(entry.inode()).isEqualTo(101);
    assertThat(entry.isConnection()).isTrue();
  }

  @Test
  void readsIpv6InWordsOfTheMachine() {
    var entry =
        table
            .parse(
                "0: B80D0120000000000000000005000000:9C44 00000000000000000000000001000000:01BB 01"
                    + REST
                    + "7",
                Protocol.TCP)
            .orElseThrow();

    assertThat(entry.local()).isEqualTo(end("2001:db8::5", 40_004));
    assertThat(entry.remote()).isEqualTo(end("::1", 443));
  }

  @Test
  void readsBigEndianMachinesToo() {
    var entry =
        new SocketTable(ByteOrder.BIG_ENDIAN)
            .parse("0: 0A000005:0050 CB007109:C738 01" + REST + "7", Protocol.TCP)
            .orElseThrow();

    assertThat(entry.local()).isEqualTo(end("10.0.0.5", 80));
  }

  @Test
  void showsIpv4InsideIpv6AsIpv4() {
    var entry =
        table
            .parse(
                "1: 0000000000000000FFFF00000500000A:01BB 0000000000000000FFFF0000097100CB:C738 01"
                    + REST
                    + "111",
                Protocol.TCP)
            .orElseThrow();

    assertThat(entry.local()).isEqualTo(end("10.0.0.5", 443));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "0: 0500000A:0050 097100CB:C738 01",
        "0: 0500000A0050 097100CB:C738 01 a b c d e 1",
        "0: 0500000A:0050 097100CB:C738 63 a b c d e 1",
        "0: 0500000A:0050 097100CB:C738 01 a b c d e -1",
        "0: 0500000A:0050 097100CB:C738 01 a b c d e x",
        "0: 0500000G:0050 097100CB:C738 01 a b c d e 1",
        "0: 0500000A:50 097100CB:C738 01 a b c d e 1",
      })
  void refusesLinesThatAreNotTheKernels(String line) {
    assertThat(table.parse(line, Protocol.TCP)).isEmpty();
  }

  @Property
  void neverFails(@ForAll String line) {
    assertThat(table.parse(line, Protocol.UDP).isPresent()).isIn(true, false);
  }

  @Test
  void countsWhatItCannotRead_andReadsOn() throws IOException {
    var entries = new ArrayList<SocketEntry>();
    String text =
        String.join(
            "\n",
            List.of(
                "  sl  local_address rem_address   st",
                "0: 0100007F:1538 00000000:0000 0A" + REST + "200",
                "garbage",
                "",
                "1: 0100007F:1539 00000000:0000 0A" + REST + "201"));

    int malformed =
        table.read(new BufferedReader(new StringReader(text)), Protocol.TCP, entries::add);

    assertThat(malformed).isEqualTo(1);
    assertThat(entries).extracting(SocketEntry::inode).containsExactly(200L, 201L);
    assertThat(entries).allMatch(SocketEntry::listens);
  }

  @Test
  void fallsBackToLinuxDefaultPorts() {
    assertThat(PortRange.parse("1024\t2000\n")).isEqualTo(new PortRange(1024, 2000));
    assertThat(PortRange.parse("")).isEqualTo(PortRange.DEFAULT);
    assertThat(PortRange.parse("9 1")).isEqualTo(PortRange.DEFAULT);
  }

  @Test
  void findsOwnAddresses() {
    var lines =
        List.of(
            "        |-- 127.0.0.0",
            "           /8 host LOCAL",
            "        |-- 10.0.0.5",
            "           /32 host LOCAL",
            "        |-- 10.0.0.255",
            "           /32 link BROADCAST",
            "        |-- 10.0.0",
            "           /32 host LOCAL");

    assertThat(LocalAddresses.ofFibTrie(lines))
        .containsExactly(InetAddresses.forString("10.0.0.5"));
    assertThat(
            LocalAddresses.ofIfInet6(
                List.of("20010db8000000000000000000000005 02 40 00 80 eth0", "", "x")))
        .containsExactly(InetAddresses.forString("2001:db8::5"));
  }

  static End end(String address, int port) {
    return new End(InetAddresses.forString(address), port);
  }
}
