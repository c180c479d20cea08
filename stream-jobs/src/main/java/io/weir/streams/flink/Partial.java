package io.weir.streams.flink;

import io.weir.streams.window.Windows.Window;

/**
 * What one delta adds to one window, on its way to the key that stands for all others.
 *
 * @param <A> a window's sum
 */
record Partial<A>(String key, Window window, A addend) {}
