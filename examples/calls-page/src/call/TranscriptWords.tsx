import type { TranscriptSegment } from "@skale-calls/supabase-adapter";
import { memo, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { formatDuration } from "../format/formatDuration.ts";
import { classes } from "../ui/classes.ts";
import type { Playback } from "./createPlayback.ts";
import { findWord, type Passage, readPassages } from "./readPassages.ts";

interface TranscriptWordsProps {
  segments: readonly TranscriptSegment[];
  lang: string | undefined;
  playback: Playback;
}

/**
 * The passages of a transcript. The spoken word is marked and kept in view, and a click on a word plays from it. The words are one
 * stop of the Tab key: the arrow keys move between them, Enter plays.
 */
export function TranscriptWords({ segments, lang, playback }: TranscriptWordsProps) {
  const { t } = useTranslation("call");
  const list = useRef<HTMLOListElement>(null);
  const passages = useMemo(() => readPassages(segments), [segments]);
  const words = useMemo(() => passages.flatMap((passage) => passage.words), [passages]);
  const spoken = useSyncExternalStore(playback.subscribe, () =>
    findWord(words, playback.getTime()),
  );
  const isPlayable = useSyncExternalStore(playback.subscribe, () => playback.getTime() !== null);
  const [chosen, setChosen] = useState(0);
  useEffect(() => showWord(list.current, spoken), [spoken]);

  function move(event: React.KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = step && list.current?.querySelector<HTMLElement>(`[data-word="${chosen + step}"]`);
    if (!next) return;
    event.preventDefault();
    setChosen(chosen + step);
    next.focus();
  }

  return (
    <ol
      ref={list}
      lang={lang}
      aria-label={t("transcript")}
      onKeyDown={move}
      className="relative flex max-h-96 flex-col gap-2 overflow-y-auto overscroll-contain"
    >
      {passages.map((passage, index) => (
        <PassageItem
          // biome-ignore lint/suspicious/noArrayIndexKey: a loaded transcript does not change
          key={index}
          passage={passage}
          spoken={has(passage, spoken) ? spoken : -1}
          chosen={has(passage, chosen) ? chosen : -1}
          play={isPlayable ? playback.play : null}
          choose={setChosen}
        />
      ))}
    </ol>
  );
}

const has = ({ words }: Passage, index: number) => words.some((word) => word.index === index);

/** Scrolls the list, and nothing else, until the word is visible. */
function showWord(list: HTMLOListElement | null, index: number): void {
  const word = list?.querySelector<HTMLElement>(`[data-word="${index}"]`);
  if (!list || !word) return;
  const top = word.offsetTop;
  const isAbove = top < list.scrollTop;
  const isBelow = top + word.offsetHeight > list.scrollTop + list.clientHeight;
  if (isAbove || isBelow) list.scrollTop = top - list.clientHeight / 3;
}

interface PassageItemProps {
  passage: Passage;
  /** The word of this passage that is spoken, or -1. */
  spoken: number;
  /** The word of this passage that the Tab key reaches, or -1. */
  chosen: number;
  /** Plays from a second; null without a player. */
  play: Playback["play"] | null;
  choose: (index: number) => void;
}

/** Memoized, because a long transcript has thousands of words and only one passage changes with the spoken word. */
const PassageItem = memo(function PassageItem({
  passage: { speaker, start, words },
  spoken,
  chosen,
  play,
  choose,
}: PassageItemProps) {
  const { t } = useTranslation("call");
  return (
    <li>
      <span className="mr-2 text-xs text-muted tabular-nums">
        {speaker && t(`speaker.${speaker}`)} {start !== null && formatDuration(start)}
      </span>
      {words.map((word) => {
        const isSpoken = word.index === spoken;
        if (play === null || word.start === null) return `${word.text} `;
        const second = word.start;
        return (
          <span key={word.index}>
            <button
              type="button"
              data-word={word.index}
              tabIndex={word.index === chosen ? 0 : -1}
              aria-current={isSpoken ? "true" : undefined}
              onClick={() => {
                choose(word.index);
                play(second);
              }}
              className={classes(
                "cursor-pointer rounded-sm text-left hover:bg-canvas hover:underline",
                isSpoken && "bg-accent text-accent-ink",
              )}
            >
              {word.text}
            </button>{" "}
          </span>
        );
      })}
    </li>
  );
});
