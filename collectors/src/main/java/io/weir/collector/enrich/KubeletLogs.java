package io.weir.collector.enrich;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of the pods and containers on this node, from the names of the kubelet's log files: no API
 * server is asked and no file is opened. Finds nothing on a plain host. Confined to one thread.
 *
 * <p>Both folders are listed again when an unknown id is asked for, at most every 10 seconds, and
 * at most 20,000 entries are kept.
 */
public final class KubeletLogs {
  private static final Duration RELIST = Duration.ofSeconds(10);
  private static final int ENTRIES_MAX = 20_000;
  // Neither names of namespaces nor of pods hold an underscore.
  private static final Pattern POD = Pattern.compile("([^_]+)_([^_]+)_([0-9a-f-]{32,36})");
  private static final Pattern CONTAINER =
      Pattern.compile("([^_]+)_([^_]+)_(.+)-([0-9a-f]{64})\\.log");

  /**
   * A pod or one container of it.
   *
   * @param container name of the container; empty for the pod itself
   */
  public record Name(String namespace, String pod, String container) {}

  private final Path logs;
  private Map<String, Name> pods = Map.of();
  private Map<String, Name> containers = Map.of();
  private Instant listed = Instant.MIN;

  /**
   * @param logs {@code /var/log}
   */
  public KubeletLogs(Path logs) {
    this.logs = logs;
  }

  /** Names the owner of a cgroup: by container id, else by pod uid. */
  public Optional<Name> find(CgroupOwner owner, Instant now) {
    if (owner.podUid().isEmpty()) {
      return Optional.empty();
    }
    var name = lookUp(owner);
    if (name.isEmpty() && (listed.equals(Instant.MIN) || !now.isBefore(listed.plus(RELIST)))) {
      listed = now;
      pods = list(logs.resolve("pods"), false);
      containers = list(logs.resolve("containers"), true);
      name = lookUp(owner);
    }
    return name;
  }

  private Optional<Name> lookUp(CgroupOwner owner) {
    var container = containers.get(owner.container());
    return Optional.ofNullable(container != null ? container : pods.get(owner.podUid()));
  }

  private static Map<String, Name> list(Path folder, boolean ofContainers) {
    var names = new HashMap<String, Name>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (names.size() >= ENTRIES_MAX) {
          break;
        }
        String file = entry.getFileName().toString();
        Matcher match = (ofContainers ? CONTAINER : POD).matcher(file);
        if (match.matches() && ofContainers) {
          names.put(match.group(4), new Name(match.group(2), match.group(1), match.group(3)));
        } else if (match.matches()) {
          names.put(match.group(3), new Name(match.group(1), match.group(2), ""));
        }
      }
    } catch (IOException | DirectoryIteratorException noKubelet) {
      // A plain host, or a folder that may not be listed: ids are shown in place of names.
    }
    return names;
  }
}
