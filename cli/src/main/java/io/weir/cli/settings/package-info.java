/**
 * Where flags of client commands get their values when they are not on the command line: variables,
 * then one file, then the default of the flag. Depends on picocli and on the reading of YAML, on no
 * command. Start at {@link io.weir.cli.settings.FlagDefaults}; docs/reference/cli-configuration.md
 * is the page for people.
 */
@NullMarked
package io.weir.cli.settings;

import org.jspecify.annotations.NullMarked;
