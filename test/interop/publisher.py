"""Publishes one message, as the practical's publisher does.

python3 publisher.py host port topic message [username password]
"""
import sys
import paho.mqtt.client as mqtt

host, port, topic, message = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]


def on_connect(client, userdata, flags, rc):
    print("connected with result code " + str(rc), flush=True)
    client.publish(topic, message)


def on_publish(client, userdata, mid):
    client.disconnect()


version = [mqtt.CallbackAPIVersion.VERSION1] if hasattr(mqtt, "CallbackAPIVersion") else []
client = mqtt.Client(*version)
client.on_connect = on_connect
client.on_publish = on_publish
if len(sys.argv) > 5:
    client.username_pw_set(sys.argv[5], sys.argv[6])
client.connect(host, port, 60)
client.loop_forever()
