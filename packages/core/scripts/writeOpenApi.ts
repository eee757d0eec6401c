import { writeFile } from "node:fs/promises";
import { openApiFile, openApiText } from "./openApi.ts";

await writeFile(openApiFile, openApiText);
