import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import * as z from "zod/mini";
import { HistoryPage } from "./history/HistoryPage.tsx";
import { historySearchSchema } from "./history/historySearch.ts";
import { AppLayout } from "./layout/AppLayout.tsx";
import { NotFoundPage } from "./layout/NotFoundPage.tsx";
import { overviewSearchSchema } from "./overview/overviewSearch.ts";

/** The search parameters of every page. An invalid value is ignored. */
const rootSearchSchema = z.object({
  /** The call whose detail is open. */
  call: z.catch(z.optional(z.uuid()), undefined),
});

const rootRoute = createRootRoute({
  component: AppLayout,
  notFoundComponent: NotFoundPage,
  validateSearch: rootSearchSchema,
});

const historyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  component: HistoryPage,
  validateSearch: historySearchSchema,
});

const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/overview",
  component: lazyRouteComponent(() => import("./overview/OverviewPage.tsx"), "OverviewPage"),
  validateSearch: overviewSearchSchema,
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([historyRoute, overviewRoute]),
  basepath: import.meta.env.BASE_URL,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
