"""Prints what arrives on /kv6003/#, as the practical's subscriber does.

python3 subscriber.py host port [username password] [--session id]
"""
import sys
import paho.mqtt.client as mqtt

args = sys.argv[1:]
session = None
if "--session" in args:
    # The broker keeps what arrives while we are away, under this client's name.
    at = args.index("--session")
    session = args[at + 1]
    del args[at:at + 2]
host, port = args[0], int(args[1])


def on_connect(client, userdata, flags, rc):
    print("connected with result code " + str(rc), flush=True)
    client.subscribe("/kv6003/#", qos=1)


def on_subscribe(client, userdata, mid, granted_qos):
    print("subscribed", flush=True)


def on_message(client, userdata, msg):
    print(msg.topic + " " + msg.payload.decode("utf-8"), flush=True)


# paho 2 wants to be told that these callbacks are written for paho 1.
version = [mqtt.CallbackAPIVersion.VERSION1] if hasattr(mqtt, "CallbackAPIVersion") else []
client = mqtt.Client(*version, client_id=session or "", clean_session=session is None)
client.on_connect = on_connect
client.on_subscribe = on_subscribe
client.on_message = on_message
if len(args) > 2:
    client.username_pw_set(args[2], args[3])
client.connect(host, port, 60)
client.loop_forever()
