/** What arrives on the control topics, and the answer to what is no command. */
import { led } from "./led.ts";
import { base, client, head, node } from "./mqtt.ts";
import { texts } from "./texts.ts";
import { Topic } from "./topics.ts";

/** Does a command; one that is none changes nothing, is logged, and answered on the error topic. */
export function commanded(command: { topic: string; message: string; retain?: boolean }): void {
  // A retained command would come again at every reconnect.
  const parsed = command.retain ? "a retained command is ignored" : texts()._command(command.message);
  if (typeof parsed !== "string") {
    led(parsed);
    return;
  }
  const lib = texts();
  console.log("command refused: " + parsed);
  client.publish(
    base + Topic.Error + node,
    head + ',"error":' + lib._quote(parsed) + ',"topic":' + lib._quote(command.topic) +
      ',"payload":' + lib._quote(command.message.substr(0, 64)) + "}",
  );
}
