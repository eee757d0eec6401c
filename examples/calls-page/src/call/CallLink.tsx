import { Link } from "@tanstack/react-router";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** Whether the call's detail was opened from the previous entry of the browser history. Closing the detail then goes back. */
    isCallOpened?: boolean;
  }
}

interface CallLinkProps {
  id: string;
  className?: string;
  children: React.ReactNode;
}

/** A link that opens a call's detail over the current page. */
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
