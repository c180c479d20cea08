package io.weir.cli.replay;

import java.nio.file.Path;
import java.util.Optional;

/** What was typed, see {@link ReplayCommand}. */
record ReplayRequest(
    String from,
    Optional<String> to,
    Optional<String> warmUp,
    Optional<String> into,
    boolean overwrite,
    boolean compare,
    int show,
    Optional<Path> out,
    boolean json,
    Optional<String> server,
    Optional<String> kafka,
    Optional<Path> announce,
    Optional<Path> config) {}
