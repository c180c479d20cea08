/**
 * One YAML file and the environment, read into records with every problem told at once. Depends on
 * the YAML parser alone. Start at {@link io.weir.config.ConfigReader}.
 */
@NullMarked
package io.weir.config;

import org.jspecify.annotations.NullMarked;
