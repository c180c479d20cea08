/**
 * What a user sees: {@code weir} as processes of their own, the commands that people type, and
 * processes killed in the middle. Depends on the {@code weir} command line alone, and on the
 * contracts to read its output. Start at {@link io.weir.story.ReplayStoryIT}.
 */
@NullMarked
package io.weir.story;

import org.jspecify.annotations.NullMarked;
