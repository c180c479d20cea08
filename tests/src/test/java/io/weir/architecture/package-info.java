/**
 * Who may depend on whom, over the classes of all modules. Depends on no module's insides. Start at
 * {@link io.weir.architecture.ArchitectureTest}; a new package or arrow is stated in {@link
 * io.weir.architecture.Module}.
 */
@NullMarked
package io.weir.architecture;

import org.jspecify.annotations.NullMarked;
