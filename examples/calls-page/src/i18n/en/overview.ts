import type { overview as spanish } from "../es/overview.ts";
import type { Texts } from "../texts.ts";

export const overview: Texts<typeof spanish> = {
  title: "Overview",
};
