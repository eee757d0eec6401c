import { readHandlers } from "../../../handlers.ts";

const handle = (request: Request) => readHandlers().webhooks(request);

export { handle as GET, handle as OPTIONS, handle as POST };
