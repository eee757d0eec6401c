import type { history as spanish } from "../es/history.ts";
import type { Texts } from "../texts.ts";

export const history: Texts<typeof spanish> = {
  title: "Call history",
};
