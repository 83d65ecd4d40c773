# Prints what the nodes send, and rings for each press. For paho-mqtt 1.x:
#   pip install "paho-mqtt<2"
#   python3 subscriber-paho1.py
import json
import paho.mqtt.client as mqtt

BROKER = "127.0.0.1"  # <-- the broker's address
PORT = 1883  # <-- the broker's port
BASE = "/kv6003"


# Runs after every connect, the first one and each later one. Subscribing here is half
# of reconnecting: the broker forgets our subscriptions when the connection is lost.
def on_connect(client, userdata, flags, rc):
    if rc != 0:
        print("the broker refuses us: " + mqtt.connack_string(rc))
        return
    print("connected to " + BROKER)
    client.subscribe(BASE + "/#", qos=1)


def on_disconnect(client, userdata, rc):
    if rc != 0:
        print("connection lost, trying again")


def on_message(client, userdata, msg):
    text = msg.payload.decode("utf-8", "replace")
    print(msg.topic + " " + text)
    if msg.topic == BASE + "/sensor/ding" and is_press(text):
        print("DING!")


def is_press(text):
    try:
        return json.loads(text).get("event") == "press"
    except (ValueError, AttributeError):
        return False


client = mqtt.Client()
client.on_connect = on_connect
client.on_disconnect = on_disconnect
client.on_message = on_message
# client.username_pw_set("name", "password")  # if the broker asks for it

# The other half: wait 1 s after a loss, then twice as long each time, up to 30 s; and
# keep trying even if the broker is not there yet. Messages published while we are away
# do not reach us.
client.reconnect_delay_set(min_delay=1, max_delay=30)
client.connect_async(BROKER, PORT, keepalive=30)
try:
    client.loop_forever(retry_first_connection=True)
except KeyboardInterrupt:
    client.disconnect()
