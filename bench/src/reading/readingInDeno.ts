import { benchReading } from "./benchReading.ts";

await benchReading("Deno");
