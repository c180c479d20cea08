/**
 * What flows and their parts are called, in Hubble's words: one vocabulary for the command line,
 * the JSON API and filters. Pure; depends on the wire model alone. Start at {@link
 * io.weir.flowtext.FlowText}.
 */
@NullMarked
package io.weir.flowtext;

import org.jspecify.annotations.NullMarked;
