/// Tests of what is deployed: the Helm chart is rendered by Helm itself, the schemas are made of
/// their one source and held against good and bad examples, and what the chart renders is read by
/// the server's own loader.
@NullMarked
package dev.sluice.deploy;

import org.jspecify.annotations.NullMarked;
