package io.weir.collector.simulation;

import java.time.Duration;

/** What goes wrong in an incident. */
public sealed interface Fault {
  /** As in scenario files and the truth: {@code policy-denial}. */
  String kind();

  /** What is at fault: a service, a node, a policy. */
  String subject();

  /** A policy denies the connections from one service to another. */
  record PolicyDenial(String from, String to, String policy, Side side) implements Fault {
    /** Where the policy stands. */
    public enum Side {
      INGRESS,
      EGRESS
    }

    public PolicyDenial {
      Rules.text("from", from);
      Rules.text("to", to);
      Rules.text("policy", policy);
    }

    @Override
    public String kind() {
      return "policy-denial";
    }

    @Override
    public String subject() {
      return policy;
    }
  }

  /** The resolver fails for a share of the queries. */
  record DnsFailure(Mode mode, double share) implements Fault {
    /** How it fails. {@code NXDOMAIN}: names that exist are said not to. */
    public enum Mode {
      SERVFAIL,
      NXDOMAIN,
      TIMEOUT
    }

    public DnsFailure {
      Rules.share("share", share);
    }

    @Override
    public String kind() {
      return "dns-failure";
    }

    @Override
    public String subject() {
      return "resolver";
    }
  }

  /** A service or outside host takes longer for a share of its requests. */
  record SlowDependency(String service, Duration added, double share) implements Fault {
    public SlowDependency {
      Rules.text("service", service);
      Rules.notNegative("added", added);
      Rules.share("share", share);
    }

    @Override
    public String kind() {
      return "slow-dependency";
    }

    @Override
    public String subject() {
      return service;
    }
  }

  /**
   * Containers of a service are killed for their memory, one pod after the other.
   *
   * @param every from one kill to the next
   * @param down until the killed container listens again
   */
  record OutOfMemory(String service, Duration every, Duration down) implements Fault {
    public OutOfMemory {
      Rules.text("service", service);
      Rules.require(every.toMillis() >= 1000, "every", every, "1s or more");
      Rules.notNegative("down", down);
    }

    @Override
    public String kind() {
      return "out-of-memory";
    }

    @Override
    public String subject() {
      return service;
    }
  }

  /** A node is short of something, and everything on it slower by a factor. */
  record NodePressure(String node, Resource resource, double slowdown) implements Fault {
    /** What it is short of. */
    public enum Resource {
      CPU,
      MEMORY,
      IO
    }

    public NodePressure {
      Rules.text("node", node);
      Rules.require(slowdown >= 1 && slowdown <= 1000, "slowdown", slowdown, "1 to 1000");
    }

    @Override
    public String kind() {
      return "node-pressure";
    }

    @Override
    public String subject() {
      return node;
    }
  }

  /** The network between two nodes loses packets one way; no datapath says so. */
  record PacketLoss(String from, String to, double share) implements Fault {
    public PacketLoss {
      Rules.text("from", from);
      Rules.text("to", to);
      Rules.share("share", share);
    }

    @Override
    public String kind() {
      return "packet-loss";
    }

    @Override
    public String subject() {
      return from + " to " + to;
    }
  }

  /** A rollout whose new pods answer a share of requests with an error, until it is rolled back. */
  record BadRollout(String service, double share, int status) implements Fault {
    public BadRollout {
      Rules.text("service", service);
      Rules.share("share", share);
      Rules.require(status >= 400 && status <= 599, "status", status, "400 to 599");
    }

    @Override
    public String kind() {
      return "bad-rollout";
    }

    @Override
    public String subject() {
      return service;
    }
  }

  /** A service shows a certificate that has expired: connections stand, and no request follows. */
  record ExpiredCertificate(String service) implements Fault {
    public ExpiredCertificate {
      Rules.text("service", service);
    }

    @Override
    public String kind() {
      return "expired-certificate";
    }

    @Override
    public String subject() {
      return service;
    }
  }

  /** A service does not listen. */
  record ServiceDown(String service) implements Fault {
    public ServiceDown {
      Rules.text("service", service);
    }

    @Override
    public String kind() {
      return "service-down";
    }

    @Override
    public String subject() {
      return service;
    }
  }

  /** The datapath of a node drops a share of new connections. */
  record DatapathDrops(String node, Reason reason, double share) implements Fault {
    /** Why, named as in Hubble. */
    public enum Reason {
      CT_MAP_INSERTION_FAILED,
      FIB_LOOKUP_FAILED,
      STALE_OR_UNROUTABLE_IP,
      INVALID_SOURCE_IP
    }

    public DatapathDrops {
      Rules.text("node", node);
      Rules.share("share", share);
    }

    @Override
    public String kind() {
      return "datapath-drops";
    }

    @Override
    public String subject() {
      return node;
    }
  }
}
