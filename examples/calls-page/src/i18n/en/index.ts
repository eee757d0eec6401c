import { call } from "./call.ts";
import { common } from "./common.ts";
import { history } from "./history.ts";
import { hours } from "./hours.ts";
import { overview } from "./overview.ts";
import { phone } from "./phone.ts";

export const en = { common, call, phone, history, overview, hours };
