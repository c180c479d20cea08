/**
 * From open alerts to incidents: which are open for one reason, which of them people are told, and
 * why it burns. {@link io.weir.alerting.incident.Incidents} decides, {@link
 * io.weir.alerting.incident.Investigator} asks the archive and publishes.
 */
@NullMarked
package io.weir.alerting.incident;

import org.jspecify.annotations.NullMarked;
