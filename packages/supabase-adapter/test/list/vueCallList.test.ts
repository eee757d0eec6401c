import { expect, it } from "vitest";
import {
  computed,
  effectScope,
  type MaybeRefOrGetter,
  nextTick,
  onScopeDispose,
  ref,
  shallowRef,
  toValue,
  watch,
  watchEffect,
} from "vue";
import { type CallFilters, type CallListOptions, createCallList } from "../../src/index.ts";
import { createCallListWorld } from "./callListWorld.ts";
import { makeCallAt } from "./makeListedCall.ts";

/** The list in another framework, in a few lines. The README shows this code. */
function useCallList(
  options: Omit<CallListOptions, "filters">,
  filters: MaybeRefOrGetter<CallFilters>,
) {
  const list = createCallList({ ...options, filters: toValue(filters) });
  const state = shallowRef(list.getState());
  const leave = list.subscribe(() => {
    state.value = list.getState();
  });
  watch(() => toValue(filters), list.setFilters, { deep: true });
  void list.load();
  onScopeDispose(() => {
    leave();
    list.close();
  });
  return { state, loadMore: list.loadMore };
}

it("works as a Vue composable: pages, live changes and filters cause updates, and unmounting ends it", async () => {
  const world = createCallListWorld();
  const search = ref("");
  const scope = effectScope();
  const drawn: string[] = [];
  const loadMore = scope.run(() => {
    const calls = useCallList(world.options, () => ({ search: search.value }));
    const names = computed(() => calls.state.value.calls.map(({ id }) => id).join(""));
    watchEffect(() => drawn.push(names.value));
    return calls.loadMore;
  });

  await world.last().answer([makeCallAt(9), makeCallAt(8)], "8");
  await nextTick();
  world.tell(makeCallAt(10), "inserted");
  world.tell(makeCallAt(11), "inserted");
  world.gather();
  await nextTick();
  void loadMore?.();
  await world.last().answer([makeCallAt(7)]);
  await nextTick();
  search.value = "ana";
  await nextTick();
  expect(world.last().params).toMatchObject({ search: "ana", after: null });
  await world.last().answer([]);
  await nextTick();
  expect(drawn).toEqual(["", "ji", "lkji", "lkjih", ""]);

  expect(world.subscriptions.size).toBe(1);
  scope.stop();
  expect(world.subscriptions.size).toBe(0);
});
