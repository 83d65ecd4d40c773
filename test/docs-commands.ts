/**
 * What becomes of each command that the pages name: a command is a key of one of these tables, or the listing of a recipe that
 * test/recipes runs. test/docs-commands.test.ts fails for one that is nowhere, and for a row that no page needs.
 */

/** Another test runs it: the file, and a text in that file, its title as a rule. */
export const coveredBy: Readonly<Record<string, readonly [file: string, text: string]>> = {
  "npm ci": [".ci/run", "npm ci --no-audit"],
  "npm start": ["test/tools/simulate/command.test.ts", "shows a press as a subscriber receives it"],
  "npm start -- --nodes 3": ["test/tools/simulate/command.test.ts", "serves the page, and several boards"],
  "npm start -- --port 1884": ["test/tools/simulate/command.test.ts", "shows a press as a subscriber receives it"],
  "npm start -- --broker mqtt://127.0.0.1": ["test/tools/simulate/command.test.ts", "takes a broker that is there"],
  "npm start -- --mdns": ["test/tools/simulate/announce-broker.test.ts", "the announcement names the broker, and says that it is open"],
  "npm start -- --scenario": ["test/tools/simulate/command.test.ts", "plays a scenario on virtual time"],
  "npm start -- --scenario outage": ["test/docs-commands-run.test.ts", "the worksheet's outage is what the scenario prints"],
  "npm start -- --scenario my/file.json": ["test/tools/simulate/scenarios-on-boards.test.ts", "counts what waits behind a cut link as not sent yet"],
  "npm run listen": ["test/tools/listen/command.test.ts", "prints messages on stdout"],
  'npm run listen -- "<filter>"': ["test/tools/listen/command.test.ts", "prints messages on stdout"],
  'npm run listen -- "/kv6003/#" --check --key-file ding.key': ["test/tools/listen/command.test.ts", "with a key it ends with 1"],
  'npm run listen -- "/kv6003/#" --check': ["test/docs-commands-run.test.ts", "three presses through a cut Wi-Fi arrive, and none is missing"],
  "npm run send": ["test/tools/send/command.test.ts", "sends and is silent"],
  "npm run send -- <topic> <message>": ["test/tools/send/command.test.ts", "sends and is silent"],
  "npm run flash": ["test/tools/flash/command.test.ts", "makes a node of a bare board"],
  "npm run flash -- --wifi <ssid>": ["test/tools/board-setup/networks.test.ts", "has its first changed by --wifi"],
  "npm run flash -- --only-config": ["test/tools/board-setup/flash.test.ts", "changes the configuration alone"],
  "npm run flash -- --only-config --wifi <ssid>": ["test/tools/board-setup/flash.test.ts", "changes the configuration alone"],
  "npm run flash -- --erase": ["test/tools/board-setup/flash.test.ts", "takes the node off again"],
  "npm run flash -- --discovery homeassistant": ["test/tools/board-setup/flash.test.ts", "brings the document for Home Assistant"],
  "npm run flash -- --keep-bluetooth": ["test/tools/board-setup/bluetooth.test.ts", "keepBluetooth"],
  "npm run flash -- --interpreter ~/Downloads/espruino_2v29_esp32.tgz": [
    "test/tools/board-setup/interpreter/put.test.ts",
    "gets Espruino, then the node, over one cable",
  ],
  "npm run update": ["test/tools/update/command.test.ts", "brings a node to the version that is built"],
  "npm run update -- --node hall --key-file ding.key": ["test/tools/update/command.test.ts", "brings a node to the version that is built"],
  "npm run update -- --node <name> --key-file <file>": ["test/tools/update/command.test.ts", "brings a node to the version that is built"],
  "npm run update -- --serve --key-file ding.key": ["test/tools/update/command.test.ts", "with --serve installs what is built"],
  "npm run configure": ["test/tools/configure/command.test.ts", "changes a node's configuration"],
  "npm run configure -- --node <name> --key-file <file>": ["test/tools/configure/command.test.ts", "changes a node's configuration"],
  "npm run configure -- --node hall --key-file ding.key --set mqtt.keepalive=60": ["test/tools/configure/command.test.ts", "takes it key by key"],
  "npm run configure -- --node hall --key-file ding.key --file change.json": ["test/tools/configure/command.test.ts", "takes it from a file"],
  'npm run configure -- --node hall --key-file ding.key \'{"health":60000,"sensors":null}\'': [
    "test/tools/configure/command.test.ts",
    "changes a node's configuration",
  ],
  "npm run console": ["test/tools/console/command.test.ts", "runs what is typed, and leaves the terminal as it was"],
  "npm run doctor": ["test/tools/doctor/command.test.ts", "ends with 0 when all is well"],
  "npm run discovery -- --node <name>": ["test/tools/discovery/command.test.ts", "prints topic and document"],
  "npm run build": ["test/tools/build/command.test.ts", "prints what each file weighs"],
  "npm run schema": ["test/tools/schema.test.ts", "is what is committed; if not, run it"],
  "npm run pack": ["test/packaging/package.ts", "stagePackage(root"],
  "npm pack ./package": ["test/packaging/package.ts", '"pack", "./tinymqtt"'],
  "npm install ./tinymqtt-1.0.0.tgz": ["test/packaging/package.ts", '"install", path.join(folder, tarball)'],
  "npm run fleet": ["test/tools/fleet/command.test.ts", "that is too large for a machine is simulated, says so, and is drawn"],
  "apt-get install mosquitto": [".ci/run", "packages=(mosquitto"],
  "openssl rand -base64 32 > ding.key": ["test/tools/send/command.test.ts", "signs a command with the key in a file"],
  "npm run flash -- --only-config --key-file ding.key": ["test/tools/board-setup/flash.test.ts", "brings a key"],
  "npm run flash -- --only-config --key-file ding.key --sign": ["test/tools/board-setup/flash.test.ts", "brings a key"],
  "npm run send -- /kv6003/control/led toggle --key-file ding.key": ["test/tools/send/command.test.ts", "signs a command with the key in a file"],
  'mosquitto_pub -t /kv6003/control/led -m "$(python3 sign.py /kv6003/control/led \'{"state":"on"}\' ding.key)"': [
    "test/docs-signing.test.ts",
    "the example has the code for the topic and the key that the page names",
  ],
  "git apply": ["test/contributing.test.ts", "its diff applies by itself"],

  "npm run check": [".ci/run", "npm run --silent check"],
  "npm run lint": [".ci/check.js", '"lint"'],
  "npm run format:check": ["package.json", "npm run --silent format:check"],
  "npm run typecheck": [".ci/check.js", '"typecheck"'],
  "npm test": [".ci/check.js", '"test"'],
  "npm run test:commands": [".ci/check.js", '"test:commands"'],
  "npm run test:days": [".ci/check.js", '"test:days"'],
  "npm run test:faults": [".ci/check.js", '"test:faults"'],
  "npm run test:interop": [".ci/check.js", '"test:interop"'],
  "npm run test:page": [".ci/check.js", '"test:page"'],
  "npm run test:recipes": [".ci/check.js", '"test:recipes"'],

  // The worksheet.
  "sudo apt-get install python3-paho-mqtt mosquitto-clients": [".ci/run", "mosquitto-clients python3-paho-mqtt"],
  "python3 subscriber-paho1.py": ["test/interop/listings.test.ts", "rings, also after the broker was away"],
  "python3 publisher-paho1.py": ["test/interop/listings.test.ts", "goes on when the broker is back"],
  "python3 my-subscriber.py": ["test/interop/practical.test.ts", "rings at a press, and at a reading too"],
  "python3 my-publisher.py": ["test/interop/practical.test.ts", "fails by one mistake after the other"],
  "mosquitto_pub -t /kv6003/test -m \"$(printf '\\377')\"": ["test/interop/practical.test.ts", "takes bytes that are not UTF-8 for a failed connection"],
  "mosquitto_sub -t /nothing --will-topic /kv6003/status/me --will-payload gone": [
    "test/interop/practical.test.ts",
    "a will is published when its client is killed",
  ],
  "mosquitto_sub -i me -c -q 1 -t /kv6003/sensor/ding": ["test/interop/practical.test.ts", "presses of an absence wait for a session with QoS 1"],
  "mosquitto_sub -i you -c -q 0 -t /kv6003/sensor/ding": ["test/interop/practical.test.ts", "presses of an absence wait for a session with QoS 1"],

  // The recipes, beside their listings.
  "mosquitto -c mosquitto.conf": ["test/recipes/room.ts", "mosquitto.conf"],
  "mosquitto -c campus.conf": ["test/recipes/campus.ts", "campus.conf"],
  "mosquitto -c classroom.conf": ["test/recipes/campus.ts", "classroom.conf"],
  "mosquitto -v": ["test/interop/mosquitto.ts", '"-v"'],
  "pkill -HUP mosquitto": ["test/recipes/accounts.test.ts", ".reload()"],
  "mosquitto_pub -V mqttv5": ["test/recipes/accounts.test.ts", "the account of one node cannot switch the LED of another"],
  "python3 ding-to-sqlite.py": ["test/recipes/database.test.ts", "presses and readings are stored"],
  "python3 ding-to-sqlite.py --export": ["test/recipes/database.test.ts", "InfluxDB takes the export"],
};

/** No test runs it as it stands; why, and what comes nearest. */
export const notRun: Readonly<Record<string, string>> = {
  "npm run test:unit": "npm test runs the same files",
  "npm run coverage": "it is npm test once more, with a counter; test/support/coverage/ran.test.ts tests the counter",
  "REPORT=1 npm run test:faults": "it writes a page from what npm run test:faults finds, on the real interpreter too",
  "npm run test:brokers": "it starts clusters of brokers that CI does not have, for minutes",
  "npm run fleet -- --broker rabbitmq --nodes 300 --outage 30":
    "it starts such a cluster too; test/tools/fleet/run-outage.test.ts runs a small fleet that logs in",
  "apt-get install rabbitmq-server haproxy": "CI does not have them; npm run test:brokers skips what is missing, and names these packages",
  "npm run fuzz": "npm test runs ten thousand of its million cases",
  "npm run fuzz -- --cases 50000 --seed 7": "npm test runs cases of the same kinds, with other seeds",
  "npm run fuzz -- --only streams": "npm test runs cases of the same kind, with another seed",
  "npm run fuzz -- --only commands --seed 1004 --cases 2000": "npm test runs cases of the same kind, with another seed",
  "npm install": "it writes the lock file when a version has changed; test/release.test.ts fails until it does",
  'git tag -a v1.0.0 -m "1.0.0"': "it makes a release",
  "git push origin v1.0.0": "it makes a release",
  "npm run format": "it rewrites the sources; npm run format:check has the same tool and settings",
  "npm run bench": "it measures for minutes; test/docs.test.ts checks its options",
  "npm run bench -- --instructions --peer tinyMQTT=…/tinyMQTT.js --peer MQTT=…/MQTT.js":
    "it measures two modules that others wrote, which are not part of this project",
  "npx vitest run test/firmware/led.test.ts": "the file is one of npm test's",
  'DING_KEY="$(cat ding.key)" npx node-red@4 -D uiHost=127.0.0.1': "as without a key; test/recipes/node-red.test.ts sends a signed command",
  "npx node-red@4 -D uiHost=127.0.0.1": "it downloads Node-RED 4; test/recipes/node-red.ts starts the one that a lock file names",
};

/** Listeners that test/docs-commands-run.test.ts starts as they stand, and what each must print while buttons are pressed. */
export const listeners: Readonly<Record<string, RegExp>> = {
  'npm run listen -- "/kv6003/#"': /^\/kv6003\/sensor\/ding .*"event":"press"/,
  'npm run listen -- "/kv6003/status/+"': /^\/kv6003\/status\/ding-virtual-3 online$/,
  'npm run listen -- "/kv6003/+/ding"': /^\/kv6003\/sensor\/ding .*"event":"press"/,
  'npm run listen -- "/kv6003/error/#"': /^\/kv6003\/error\/ding-virtual /,
  "npm run listen -- /kv6003/notice": /^\/kv6003\/notice hello$/,
};

/** Listeners that must print nothing. */
export const silentListeners: readonly string[] = ['npm run listen -- "kv6003/#"'];

/** Commands that it runs to their end, one after the other, with the exit code and what each prints. */
export const ending: Readonly<Record<string, readonly [code: number, prints: RegExp]>> = {
  "npm run send -- /kv6003/control/led toggle": [0, /^$/],
  "npm run send -- /kv6003/control/led/ding-virtual-2 on": [0, /^$/],
  'npm run send -- "/kv6003/control/+" on': [2, /the topic is not valid: a message goes to one topic/],
  "npm run send -- --retain /kv6003/notice hello": [0, /^$/],
  'npm run send -- --retain /kv6003/notice ""': [0, /^$/],
  "npm run discovery -- --node hall": [0, /\/device\/hall.*\/config$/m],
};
