# Stores what the nodes send in a SQLite database, each message once. For paho-mqtt 1.x and 2.x:
#   pip install paho-mqtt
#   python3 ding-to-sqlite.py                            stores, and prints new messages in line protocol
#   python3 ding-to-sqlite.py --export > everything.lp   prints what is stored in line protocol, and ends
# If the broker asks for an account, set the environment variables MQTT_USERNAME and MQTT_PASSWORD.
import argparse
import json
import math
import os
import sqlite3
import sys
import time

TABLES = """
CREATE TABLE IF NOT EXISTS messages (
  node TEXT NOT NULL, boot INTEGER NOT NULL, seq INTEGER NOT NULL,
  type TEXT, event TEXT, held INTEGER, sensor TEXT, value REAL, unit TEXT,
  up INTEGER,             -- ms from the node's start
  time REAL,              -- Unix seconds; NULL if the node's clock was not set
  received REAL NOT NULL, -- Unix seconds
  PRIMARY KEY (node, boot, seq)
);
CREATE VIEW IF NOT EXISTS presses AS
  SELECT coalesce(time, received) AS time, node FROM messages WHERE event = 'press';
CREATE VIEW IF NOT EXISTS readings AS
  SELECT coalesce(time, received) AS time, node, sensor, value, unit FROM messages WHERE type = 'reading';
CREATE VIEW IF NOT EXISTS gaps AS
  SELECT node, boot, before + 1 AS first, seq - 1 AS last, seq - before - 1 AS missing
  FROM (SELECT node, boot, seq, lag(seq, 1, 0) OVER (PARTITION BY node, boot ORDER BY seq) AS before FROM messages)
  WHERE seq > before + 1;
"""
FIELDS = {
    "node": str, "boot": int, "seq": int, "type": str, "event": str, "held": int,
    "sensor": str, "value": float, "unit": str, "up": int, "time": float,
}
REQUIRED = ("node", "boot", "seq")
COLUMNS = [*FIELDS, "received"]


def parse(payload):
    """The fields of a message, those that are missing as None. Raises ValueError if it is not a node's message."""
    message = json.loads(payload.decode("utf-8"))
    if not isinstance(message, dict):
        raise ValueError("not an object")
    fields = {}
    for name, kind in FIELDS.items():
        value = message.get(name)
        if value is None and name not in REQUIRED:
            fields[name] = None
        elif kind is str and isinstance(value, str) and value:
            value.encode("utf-8")  # raises on half a surrogate pair, which no database takes
            fields[name] = value
        elif kind is int and type(value) is int and 0 <= value < 2**53:
            fields[name] = value
        elif kind is float and type(value) in (int, float) and math.isfinite(value):
            fields[name] = float(value)
        else:
            raise ValueError(f"{name} is missing or wrong")
    if fields["time"] is not None and not 0 <= fields["time"] < 1e10:
        raise ValueError("time is not in Unix seconds")
    return fields


def store(database, fields, received):
    """Stores a message. Returns its row if it is new, None if it is a repeat."""
    row = {**fields, "received": received}
    names = ", ".join(COLUMNS)
    places = ", ".join(":" + column for column in COLUMNS)
    with database:
        added = database.execute(f"INSERT OR IGNORE INTO messages ({names}) VALUES ({places})", row).rowcount
    return row if added else None


def line_protocol(row):
    """A message as a line for InfluxDB. The same row gives the same line, so writing it twice changes nothing."""
    is_reading = row["type"] == "reading"
    tag_names = ("node", "sensor", "unit") if is_reading else ("node", "event")
    tags = [f"{name}={escaped(row[name])}" for name in tag_names if row[name] is not None]
    fields = [f"{name}={row[name]}i" for name in ("boot", "seq", "up", "held") if row[name] is not None]
    if is_reading and row["value"] is not None:
        fields.insert(0, f"value={row['value']}")
    ms = round(1000 * (row["received"] if row["time"] is None else row["time"]))
    return f"{'reading' if is_reading else 'button'},{','.join(tags)} {','.join(fields)} {ms}000000"


def escaped(tag):
    """A tag's value. Line breaks and backslashes, which it must not contain or end with, become underscores."""
    for special in ("\\", "\n", "\r"):
        tag = tag.replace(special, "_")
    for special in (",", "=", " "):
        tag = tag.replace(special, "\\" + special)
    return tag


def open_database(path):
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    database.executescript(TABLES)
    return database


def run(database, options):
    import paho.mqtt.client as mqtt

    # paho 1.x gives a number as the reason, paho 2 an object that equals its number.
    def on_connect(client, userdata, flags, reason, properties=None):
        if reason != 0:
            print(f"the broker refuses us: {reason}", file=sys.stderr)
            return
        print(f"connected to {options.broker}", file=sys.stderr, flush=True)
        client.subscribe([(f"{options.base}/sensor/ding", 1), (f"{options.base}/sensor/reading", 1)])

    def on_disconnect(client, userdata, *details):
        reason = details[0] if len(details) == 1 else details[1]
        if reason != 0:
            print("connection lost, trying again", file=sys.stderr, flush=True)

    # The broker gets its receipt after this returns, when the message is in the database.
    def on_message(client, userdata, msg):
        try:
            fields = parse(msg.payload)
        except (ValueError, RecursionError, OverflowError) as error:
            print(f"ignored on {msg.topic}: {error}", file=sys.stderr, flush=True)
            return
        row = store(database, fields, time.time())
        if row is not None:
            print(line_protocol(row), flush=True)

    version = [mqtt.CallbackAPIVersion.VERSION2] if hasattr(mqtt, "CallbackAPIVersion") else []
    # The broker keeps the session, and with it what the nodes send while this program is away.
    client = mqtt.Client(*version, client_id=options.client_id, clean_session=False)
    client.on_connect = on_connect
    client.on_disconnect = on_disconnect
    client.on_message = on_message
    if "MQTT_USERNAME" in os.environ:
        client.username_pw_set(os.environ["MQTT_USERNAME"], os.environ.get("MQTT_PASSWORD"))
    client.reconnect_delay_set(min_delay=1, max_delay=30)
    client.connect_async(options.broker, options.port, keepalive=30)
    try:
        client.loop_forever(retry_first_connection=True)
    except KeyboardInterrupt:
        client.disconnect()


def main():
    parser = argparse.ArgumentParser(description="Stores what the nodes send in a SQLite database, each message once.")
    parser.add_argument("--broker", default="127.0.0.1", help="the broker's address (default: %(default)s)")
    parser.add_argument("--port", type=int, default=1883, help="the broker's port (default: %(default)s)")
    parser.add_argument("--base", default="/kv6003", help="the first part of the topics (default: %(default)s)")
    parser.add_argument("--database", default="ding.sqlite", help="the file (default: %(default)s)")
    parser.add_argument("--client-id", default="ding-to-sqlite", help="each such program needs its own (default: %(default)s)")
    parser.add_argument("--export", action="store_true", help="print all that is stored in line protocol, and end")
    options = parser.parse_args()
    database = open_database(options.database)
    try:
        if options.export:
            for row in database.execute("SELECT * FROM messages ORDER BY node, boot, seq"):
                print(line_protocol(row))
        else:
            run(database, options)
    finally:
        database.close()


if __name__ == "__main__":
    main()
