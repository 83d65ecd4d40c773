/**
 * Pins on Espruino. A pin is its name: what Espruino makes of a Pin, it makes of its name as well, if that is a text in RAM
 * of at most four characters (jshGetPinFromVar). The configuration's are: they come out of JSON.parse.
 */
import type { Contact, OnEdge, Output } from "../board.ts";

/** Hz: too fast for an eye, slow enough for any LED's driver. */
const pwmFrequency = 1000;

export function setOutput(output: Output, level: number): void {
  const voltage = output.activeLow ? 1 - level : level;
  // digitalWrite takes the pin back from the PWM unit (it sets the pin's state anew), and needs no PWM at all.
  if (level % 1) analogWrite(output.pin, voltage, { freq: pwmFrequency });
  else digitalWrite(output.pin, voltage);
}

/**
 * Whether Espruino inverts a pin in software. It does so with D0 (BTN1) from 2v25 on; 2v29 and later say so.
 */
function isNegated(pin: string): boolean {
  const version = process.env.VERSION;
  return !!new Pin(pin).getInfo()!.negated || (pin === "D0" && version >= "2v25" && version < "2v29");
}

export function watchContact(contact: Contact, onEdge: OnEdge): () => boolean {
  const pin = contact.pin;
  const closedLevel = contact.activeLow === isNegated(pin);
  setWatch(
    function (edge) {
      onEdge(edge.state === closedLevel, edge.time * 1000);
    },
    pin,
    { repeat: true, edge: "both", debounce: 0 }, // left out, it is 25 ms for BTN1
  );
  // After setWatch, which turns the pull-up on whatever was said before.
  pinMode(pin, closedLevel ? "input_pulldown" : "input_pullup");
  return function () {
    return !!digitalRead(pin) === closedLevel;
  };
}
