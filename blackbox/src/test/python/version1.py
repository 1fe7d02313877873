# SPDX-License-Identifier: Apache-2.0
# Copyright the Sluice authors

"""The client of version 1 for Python: what its first users do, told as one JSON document."""

import json
import sys

from influxdb import InfluxDBClient

_, port, database, token = sys.argv
told = {}


def connect(password):
    return InfluxDBClient("localhost", int(port), "any", password, database)


def refusal(work):
    try:
        work()
        return "none"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


client = connect(token)
told["ping"] = client.ping() != ""
told["databases"] = client.get_list_database()
told["creation"] = refusal(lambda: client.create_database("other"))
told["written"] = client.write_points(
    [
        {
            "measurement": "python1",
            "tags": {"client": "a b"},
            "time": "2009-11-10T23:00:00.000001Z",
            "fields": {"real": 0.5, "whole": 7, "truth": True, "text": 'tü"x'},
        },
        {"measurement": "python1", "tags": {"client": "c"}, "time": "2009-11-10T23:00:01Z", "fields": {"real": 2.0}},
    ]
)
told["rows"] = list(client.query("SELECT * FROM python1").get_points())
told["groups"] = [
    [key[1], next(points)["max"]] for key, points in client.query("SELECT max(real) FROM python1 GROUP BY client").items()
]
told["bound"] = list(
    client.query("SELECT real FROM python1 WHERE client = $client", bind_params={"client": "c"}, epoch="s").get_points()
)
told["several"] = [len(list(one.get_points())) for one in client.query("SELECT real FROM python1; SELECT whole FROM python1")]
told["nothing"] = list(client.query("SELECT real FROM nowhere").get_points())
told["policies"] = [policy["name"] for policy in client.get_list_retention_policies()]
told["error"] = refusal(lambda: client.query("SELECT mean(real), whole FROM python1"))
told["stranger"] = refusal(lambda: connect("nobody").query("SELECT real FROM python1"))

print(json.dumps(told, ensure_ascii=False))
