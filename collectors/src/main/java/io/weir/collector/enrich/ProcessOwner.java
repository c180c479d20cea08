package io.weir.collector.enrich;

/**
 * The process that holds a socket.
 *
 * @param pid process id in the namespace of the {@code /proc} that was read
 * @param command name of the program, at most 15 characters, as the kernel keeps it
 * @param cgroup whom its cgroup belongs to
 */
public record ProcessOwner(int pid, String command, CgroupOwner cgroup) {}
