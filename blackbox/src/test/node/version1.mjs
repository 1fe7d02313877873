// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

// The client of version 1 for Node.js: what its first users do, told as one JSON document.
import { InfluxDB, FieldType } from 'influx';

const [, , port, database, token] = process.argv;
const told = {};

const influx = new InfluxDB({
  host: 'localhost',
  port: Number(port),
  protocol: 'http',
  username: 'any',
  password: token,
  database,
  schema: [
    {
      measurement: 'node1',
      tags: ['client'],
      fields: { real: FieldType.FLOAT, whole: FieldType.INTEGER, truth: FieldType.BOOLEAN, text: FieldType.STRING },
    },
  ],
});

const refusal = async (work) => {
  try {
    await work();
    return 'none';
  } catch (error) {
    return error.message;
  }
};

told.online = (await influx.ping(5000)).map((host) => host.online);
told.databases = await influx.getDatabaseNames();
told.creation = await refusal(() => influx.createDatabase('other'));
await influx.writePoints(
  [
    { measurement: 'node1', tags: { client: 'a b' }, fields: { real: 0.5, whole: 7, truth: true, text: 'tü"x' }, timestamp: 1000 },
    { measurement: 'node1', tags: { client: 'c' }, fields: { real: 2 }, timestamp: 2000 },
  ],
  { precision: 'ms' },
);
const rows = await influx.query('SELECT * FROM node1 ORDER BY time');
told.rows = rows.map((row) => ({ ...row, time: row.time.toNanoISOString() }));
told.groups = (await influx.query('SELECT max(real) FROM node1 GROUP BY client')).groups().map((group) => [group.tags, group.rows[0].max]);
told.bound = (await influx.query('SELECT real FROM node1 WHERE client = $client', { placeholders: { client: 'c' } })).length;
told.several = (await influx.query(['SELECT real FROM node1', 'SELECT whole FROM node1'])).map((one) => one.length);
told.raw = await influx.queryRaw('SELECT whole FROM node1', { precision: 's' });
told.listed = (await influx.getMeasurements()).includes('node1');
told.error = await refusal(() => influx.query('SELECT mean(real), whole FROM node1'));
const stranger = new InfluxDB({ host: 'localhost', port: Number(port), username: 'any', password: 'nobody', database });
told.stranger = await refusal(() => stranger.query('SELECT real FROM node1'));

console.log(JSON.stringify(told));
