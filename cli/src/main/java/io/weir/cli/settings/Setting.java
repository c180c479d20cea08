package io.weir.cli.settings;

import java.util.List;

/**
 * A value that was set outside of the command line.
 *
 * @param values one, or those of a list
 * @param place where: {@code HUBBLE_SERVER}, or {@code /home/me/.hubble/config.yaml line 3}
 */
record Setting(List<String> values, String place) {
  Setting {
    values = List.copyOf(values);
  }
}
