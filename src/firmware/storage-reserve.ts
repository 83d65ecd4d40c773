/** Bytes of Storage that whatever comes over MQTT leaves free, for journals and settings. The flash tool and the doctor count with it. */
export const storageReserve = 8192;
