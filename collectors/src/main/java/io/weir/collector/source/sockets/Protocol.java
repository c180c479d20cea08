package io.weir.collector.source.sockets;

/** Transport protocols that the kernel lists sockets of. */
enum Protocol {
  TCP,
  UDP
}
