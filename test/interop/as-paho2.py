"""Runs a program that is written for paho 2 on paho 1.x, whose callbacks get the arguments that paho 2 gives them.

python3 as-paho2.py program.py

Only what the page's programs use: CallbackAPIVersion, and on_connect and on_disconnect of its VERSION2.
"""
import enum
import runpy
import sys
import paho.mqtt.client as mqtt


class CallbackAPIVersion(enum.Enum):
    VERSION1 = 1
    VERSION2 = 2


class ReasonCode:
    def __init__(self, value, text):
        self.value = value
        self._text = text

    @property
    def is_failure(self):
        return self.value >= 0x80

    def __str__(self):
        return self._text


Paho1 = mqtt.Client


class Client(Paho1):
    def __init__(self, callback_api_version, *args, **options):
        if callback_api_version is not CallbackAPIVersion.VERSION2:
            raise ValueError("these programs are for VERSION2")
        super().__init__(*args, **options)

    @property
    def on_connect(self):
        return Paho1.on_connect.fget(self)

    @on_connect.setter
    def on_connect(self, callback):
        def call(client, userdata, flags, rc):
            code = ReasonCode(0 if rc == 0 else 0x80 + rc, mqtt.connack_string(rc))
            callback(client, userdata, flags, code, None)

        Paho1.on_connect.fset(self, call)

    @property
    def on_disconnect(self):
        return Paho1.on_disconnect.fget(self)

    @on_disconnect.setter
    def on_disconnect(self, callback):
        def call(client, userdata, rc):
            code = ReasonCode(0 if rc == 0 else 0x80, "Normal disconnection" if rc == 0 else "Unspecified error")
            callback(client, userdata, None, code, None)

        Paho1.on_disconnect.fset(self, call)


if hasattr(mqtt, "CallbackAPIVersion"):
    sys.exit("this is paho 2: it needs no help")
mqtt.CallbackAPIVersion = CallbackAPIVersion
mqtt.Client = Client
runpy.run_path(sys.argv[1], run_name="__main__")
