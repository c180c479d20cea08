/**
 * The topics: names, settings, keys. Depends on the messages and their codecs. Start at {@link
 * io.weir.topic.Topic}.
 */
@NullMarked
package io.weir.topic;

import org.jspecify.annotations.NullMarked;
