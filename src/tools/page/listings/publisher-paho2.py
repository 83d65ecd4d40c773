# Toggles the LED of every node once a second. For paho-mqtt 2.x:
#   pip install "paho-mqtt>=2"
#   python3 publisher-paho2.py
import time
import paho.mqtt.client as mqtt

BROKER = "127.0.0.1"  # <-- the broker's address
PORT = 1883  # <-- the broker's port
BASE = "/kv6003"


def on_connect(client, userdata, flags, reason_code, properties):
    if reason_code.is_failure:
        print("the broker refuses us: " + str(reason_code))
    else:
        print("connected to " + BROKER)


def on_disconnect(client, userdata, flags, reason_code, properties):
    if reason_code.is_failure:
        print("connection lost, trying again")


client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
client.on_connect = on_connect
client.on_disconnect = on_disconnect
# client.username_pw_set("name", "password")  # if the broker asks for it

# Reconnecting: a thread of its own keeps the connection. After a loss it waits 1 s, then
# twice as long each time, up to 30 s; and it keeps trying even if the broker is not
# there yet.
client.reconnect_delay_set(min_delay=1, max_delay=30)
client.connect_async(BROKER, PORT, keepalive=30)
client.loop_start()

try:
    while True:
        # Without this test paho would keep the toggles, and send them all at once after
        # the outage.
        if client.is_connected():
            client.publish(BASE + "/control/led", "toggle", qos=1)
            print("toggle")
        else:
            print("waiting for the broker")
        time.sleep(1)
except KeyboardInterrupt:
    client.disconnect()
    client.loop_stop()
