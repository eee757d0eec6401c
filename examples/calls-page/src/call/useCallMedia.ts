import type { CallMedia } from "@skale-calls/core";
import type { ListedCall } from "@skale-calls/supabase-adapter";
import {
  type UseMutationResult,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { mediaKey } from "../data/queryKeys.ts";
import { useServices } from "../services.ts";

const none: readonly CallMedia[] = [];

/** How often the state is read while files are being stored, in milliseconds. */
const readingPause = 5000;

/** The state of a call's recording and transcript in our storage, and the act that asks for another attempt. */
export function useCallMedia(call: ListedCall): {
  media: readonly CallMedia[];
  archive: UseMutationResult<readonly CallMedia[], Error, void>;
} {
  const { calls } = useServices();
  const client = useQueryClient();
  const hasMedia = (call.recording_asset ?? call.transcript_asset) !== null;
  // A changed call may have a new recording.
  const queryKey = mediaKey(call.id, call.updated_at);
  const { data = none } = useQuery<readonly CallMedia[]>({
    queryKey,
    queryFn: () => calls.fetchCallMedia(call.id),
    enabled: hasMedia,
    refetchInterval: ({ state }) =>
      state.data?.some(({ status }) => status === "pending") ? readingPause : false,
    retry: 1,
  });
  const archive = useMutation<readonly CallMedia[], Error, void>({
    mutationFn: () => calls.archiveCallMedia(call.id),
    onSuccess: (media) => client.setQueryData(queryKey, media),
  });
  return { media: data, archive };
}
