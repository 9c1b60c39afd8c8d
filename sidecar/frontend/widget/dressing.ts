/** The merchant changed texts, colours or the form: an open chat follows. */
import { parseShell, type Shell } from "../shared/dom";

export interface DressingOptions {
  /** Of the shell that is worn. */
  version: string;
  /** Where a version's shell is. */
  address(version: string): string;
  /** The page lasts. */
  alive(): boolean;
  wear(shell: Shell): void;
}

export type Dress = (wanted: string | undefined) => Promise<void>;

/** Other code than this page's is left to the next page. */
export function createDressing({ version, address, alive, wear }: DressingOptions): Dress {
  return async (wanted) => {
    const [code, worn] = [wanted ?? "", version].map((one) => one.slice(0, one.lastIndexOf("-")));
    if (!wanted || wanted === version || code !== worn) return;
    const before = version;
    version = wanted;
    const answer = await fetch(address(wanted), { credentials: "omit" }).catch(() => null);
    const fresh = answer?.ok ? parseShell(await answer.text()) : null;
    if (!alive() || version !== wanted) return;
    if (fresh?.has("offline")) wear(fresh);
    else version = before; // asked for again by the next look at the state
  };
}
