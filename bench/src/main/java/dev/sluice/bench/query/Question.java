// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

/// One query with its hosts and its times chosen, in the languages of all who are asked.
///
/// @param sluice SQL
/// @param questDb SQL of QuestDB
/// @param influxQl InfluxQL
record Question(String sluice, String questDb, String influxQl) {}
