import type { MediaAsset, TranscriptSegment } from "@skale-calls/simulator";

/** A talk whose recording and transcript the simulator has after every start. */
export interface RecordedTalk {
  recordingAsset: string;
  transcriptAsset: string;
  /** At most 60, because the simulator records at most a minute of a call. */
  seconds: number;
  note: string;
  segments: readonly TranscriptSegment[];
}

type Line = readonly [
  start: number,
  end: number,
  speaker: TranscriptSegment["speaker"],
  text: string,
];

const writeTalk = (name: string, seconds: number, note: string, lines: readonly Line[]) => ({
  recordingAsset: `demo-${name}-recording`,
  transcriptAsset: `demo-${name}-transcript`,
  seconds,
  note,
  segments: lines.map(([start, end, speaker, text]) => ({ start, end, speaker, text })),
});

export const testDrive: RecordedTalk = writeTalk(
  "test-drive",
  34,
  "Quiere probar la SUV gris el sábado a las 11.",
  [
    [0.4, 4.2, "user", "¿Bueno?"],
    [4.6, 9.8, "business", "Buenas tardes, le llamo de la agencia por la SUV que vio en el sitio."],
    [10.2, 14.6, "user", "Ah, sí, la gris. ¿La puedo probar?"],
    [15, 20.4, "business", "Con gusto. ¿El sábado a las once le queda bien?"],
    [20.8, 25.2, "user", "Perfecto, ahí nos vemos."],
    [25.6, 31.5, "business", "La esperamos. Traiga su licencia, por favor."],
  ],
);

export const credit: RecordedTalk = writeTalk(
  "credit",
  47,
  "Pide cotización con 20 % de enganche a 48 meses.",
  [
    [0.3, 3.6, "business", "Ventas Centro, buenos días."],
    [4, 11.4, "user", "Hola, ¿cómo quedaría el sedán a cuarenta y ocho meses?"],
    [11.8, 17, "business", "¿Con cuánto de enganche lo tiene pensado?"],
    [17.4, 22.8, "user", "Con el veinte por ciento, más o menos."],
    [23.2, 32.6, "business", "Se la preparo y se la mando por WhatsApp hoy mismo."],
    [33, 38.2, "user", "Muchas gracias. ¿Y la tasa es fija?"],
    [38.6, 45.9, "business", "Sí, fija durante todo el plazo."],
  ],
);

/** The files of the simulator to which the rows of the seeded calls refer. */
export const recordedAssets: readonly MediaAsset[] = [testDrive, credit].flatMap(
  ({ recordingAsset, transcriptAsset, seconds, segments }): MediaAsset[] => [
    { id: recordingAsset, kind: "recording", seconds },
    { id: transcriptAsset, kind: "transcription", seconds, segments },
  ],
);
