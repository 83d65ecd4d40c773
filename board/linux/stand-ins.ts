/**
 * What the interpreter's Linux build lacks and an ESP32 has, written in the chip's own dialect and put into its Storage:
 * a Wifi module whose access point the board switches, ADC, PWM and a temperature. Kept short: it takes JsVars that the
 * chip would not spend (`standInVars` of them), to be taken off what is measured.
 */

/** A line that starts so is meant for the board class, not for people. */
export const mark = "\x1e";

/**
 * JsVars of 14 bytes, measured, to be taken off what `eval("process.memory().usage")` says: what the stand-ins hold,
 * always and once the program has required Wifi, and what the question itself takes (a bare interpreter holds 36).
 */
export const standInVars = { always: 20, wifi: 66, question: 18 };

// The access point is there while `up` is 1; the program's `connect` is answered as builds up to 2v29 do.
const wifi = `var w=exports,s="";
w.up=1;
function o(e,r,m){w.ok=0;w.emit("disconnected",{ssid:s,mac:"",reason:r,msg:m})}
w.connect=function(n,p,c){
s=n;
setTimeout(function(){
if(!w.up)return o(0,"201","NO_AP_FOUND");
w.ok=1;
if(c)c(null);
w.emit("associated",{ssid:s,mac:"",channel:"6"});
w.emit("connected",w.getIP())
},30)};
w.scan=function(c){if(w.c)throw Error("A scan is already in progress");w.c=c;setTimeout(function(){
c=w.c;w.c=0;c(w.up?[{ssid:s}]:[])},30)};
w.disconnect=function(){if(w.ok)o(0,"8","ASSOC_LEAVE")};
w.air=function(u){w.up=u;if(!u&&w.ok)o(0,"200","BEACON_TIMEOUT")};
w.getIP=function(){return{ip:w.ok?"127.0.0.1":"0.0.0.0",netmask:"255.0.0.0",gw:"127.0.0.1",mac:"00:00:00:de:ad:de"}};
w.getStatus=w.getDetails=function(){return w.ok?{station:"connected",status:"connected",ssid:s,rssi:-58}:{station:"off",status:"off"}};
w.stopAP=w.save=w.setSNTP=w.setHostname=function(){}
`;

// A pin's PWM has no file to be seen in: it is told over the console. ADC values are kept in the function itself.
const missing = `function analogRead(p){return analogRead["v"+p]||0}
function analogWrite(p,v){print("\\x1e"+new Pin(p)+" "+v)}
E.getTemperature=function(){return 42}
`;

/** Storage's files that make the Linux build an ESP32, as far as a node needs one. */
export const standIns: ReadonlyMap<string, string> = new Map([
  [".boot0", missing],
  ["Wifi", wifi],
]);
