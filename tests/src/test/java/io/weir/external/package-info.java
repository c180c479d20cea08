/**
 * Programs that are not ours, and what they say to people: fetched, started and listened to by
 * tests. Uses nothing of Weir. Start at {@link io.weir.external.AlertmanagerProcess}.
 */
@NullMarked
package io.weir.external;

import org.jspecify.annotations.NullMarked;
