/**
 * Pins on Espruino, given by name. Espruino accepts a name in place of a Pin if it is a string in RAM of at most four
 * characters (jshGetPinFromVar), as those from JSON.parse are.
 */
import type { Contact, OnEdge, Output } from "../board.ts";

/** Hz: too fast to see, slow enough for any LED driver. */
const pwmFrequency = 1000;

export function setOutput(output: Output, level: number): void {
  const duty = output.activeLow ? 1 - level : level;
  // digitalWrite detaches the pin from the PWM unit, which full on and off do not need.
  if (level % 1) analogWrite(output.pin, duty, { freq: pwmFrequency });
  else digitalWrite(output.pin, duty);
}

/** Whether Espruino inverts a pin in software, its pull as well. It inverts D0 (BTN1) since 2v25; getInfo reports it since 2v29. */
export function isNegated(pin: string): boolean {
  const version = process.env.VERSION;
  return !!new Pin(pin).getInfo()!.negated || (pin === "D0" && version >= "2v25" && version < "2v29");
}

export function watchContact(contact: Contact, onEdge: OnEdge): () => boolean {
  const pin = contact.pin;
  // What digitalRead gives while it is closed. Through a software inversion a contact to GND reads 1.
  const closedLevel = contact.activeLow === isNegated(pin);
  setWatch(
    function (edge) {
      onEdge(edge.state === closedLevel, edge.time * 1000); // s to ms
    },
    pin,
    { repeat: true, edge: "both", debounce: 0 }, // the default for BTN1 is 25 ms
  );
  // After setWatch, which always turns the pull-up on. Espruino inverts the pull of an inverted pin as well.
  pinMode(pin, closedLevel ? "input_pulldown" : "input_pullup");
  return function () {
    return !!digitalRead(pin) === closedLevel;
  };
}
