// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

// The client of version 3 for JavaScript: what its first users do, told as one JSON document.
import { InfluxDBClient, Point } from '@influxdata/influxdb3-client';

const [, , port, database, token] = process.argv;
const told = {};

const client = new InfluxDBClient({ host: `http://localhost:${port}`, token, database });

const collect = async (rows) => {
  const found = [];
  for await (const row of rows) {
    const plain = {};
    for (const [name, value] of Object.entries(row)) {
      plain[name] = typeof value === 'bigint' ? `${value}n` : value;
    }
    found.push(plain);
  }
  return found;
};

const refusal = async (work) => {
  try {
    await work();
    return 'none';
  } catch (error) {
    return error.message;
  }
};

told.version = await client.getServerVersion();
await client.write('node3,client=line real=1.5,whole=7i 1000');
await client.write([
  Point.measurement('node3')
    .setTag('client', 'point')
    .setFloatField('real', 0.25)
    .setIntegerField('whole', -3)
    .setBooleanField('truth', true)
    .setStringField('text', 'tü"x')
    .setTimestamp(new Date(2)),
]);
told.rows = await collect(client.query('SELECT client, real, whole, truth, text FROM node3 ORDER BY time'));
told.bound = await collect(
  client.query('SELECT real FROM node3 WHERE client = $client', database, { type: 'sql', params: { client: 'point' } }),
);
told.influxql = await collect(client.query('SELECT max(real) FROM node3', database, { type: 'influxql' }));
const points = [];
for await (const point of client.queryPoints("SELECT * FROM node3 WHERE client = 'line'", database, { type: 'sql' })) {
  points.push([point.getTag('client'), point.getFloatField('real')]);
}
told.points = points;
told.badLine = await refusal(() => client.write('node3 real='));
told.badQuery = await refusal(() => collect(client.query('SELECT nothing FROM node3')));
await client.close();

console.log(JSON.stringify(told));
