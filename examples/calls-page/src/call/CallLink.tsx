import { Link } from "@tanstack/react-router";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The call's detail was opened from the previous history entry, so closing it goes back. */
    isCallOpened?: boolean;
  }
}

interface CallLinkProps {
  id: string;
  className?: string;
  children: React.ReactNode;
}

/** Opens a call's detail over the current page. */
export function CallLink({ id, ...props }: CallLinkProps) {
  return (
    <Link
      to="."
      search={(search) => ({ ...search, call: id })}
      state={{ isCallOpened: true }}
      resetScroll={false}
      {...props}
    />
  );
}
