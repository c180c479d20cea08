/** How alerts leave Weir: their words, and the ways to Alertmanager, webhooks and the log. */
@NullMarked
package io.weir.alerting.notify;

import org.jspecify.annotations.NullMarked;
