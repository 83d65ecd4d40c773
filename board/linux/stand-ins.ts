/**
 * What an ESP32 has and the interpreter's Linux build lacks, written for the interpreter and put into its Storage: a Wifi
 * module with an access point that the board switches, ADC, PWM, a temperature, and flash beside Storage. Kept short, as it takes JsVars that a chip
 * would not need: `standInVars`, to be subtracted from measurements.
 */

/** Starts a line that is meant for the board class, not for people. */
export const marker = "\x1e";

/**
 * JsVars of 14 bytes, measured, to subtract from `eval("process.memory().usage")`: those of the stand-ins, always and once
 * the program has required Wifi, and those of the evaluation itself (a bare interpreter takes 36).
 */
export const standInVars = { always: 62, wifi: 66, question: 18 };

// The access point is in range while `up` is 1; `connect` behaves as in builds up to 2v29.
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

// PWM has no GPIO file, so it is reported over the console. ADC values are properties of the function itself.
const missing = `function analogRead(p){return analogRead["v"+p]||0}
function analogWrite(p,v){print("\\x1e"+new Pin(p)+" "+v)}
E.getTemperature=function(){return 42};
`;

/**
 * The Linux build's flash is all Storage. A file of this name, the first there, covers the 64 KB that an ESP32 has beside it,
 * from the second page on; the interpreter's own functions for flash work in it, at the chip's addresses.
 */
const regionFile = "region";
export const regionStart = 4096;
export const regionSize = 0x10000;

/** The first bytes of a flash that holds nothing else: the file's header, its length and its name in 28 bytes. */
export function flashWithRegion(): Buffer {
  const header = Buffer.alloc(32);
  header.writeUInt32LE(regionStart - header.length + regionSize);
  header.write(regionFile, 4);
  return header;
}

// Pages of the Linux build are shorter than a chip's. The last area that a chip lists is out of date: it lies within Storage.
const region = `(function(F){
var r=F.read,w=F.write,e=F.erasePage,d=${0x10000000 + regionStart - 0x310000},l=F.getPage(0x10000000).length;
F.getFree=function(){return[{addr:57344,length:8192},{addr:3211264,length:${regionSize}},{addr:3538944,length:655360}]};
F.read=function(n,a){return r(n,a+d)};
F.write=function(b,a){w(b,a+d)};
F.erasePage=function(a){a=(a&~4095)+d;for(var i=0;i<4096;i+=l)e(a+i)}
})(require("Flash"))
`;

/** Storage files that make the Linux build enough of an ESP32 for a node. */
export const standIns: ReadonlyMap<string, string> = new Map([
  [".boot0", missing + region],
  ["Wifi", wifi],
]);
