/** What every screen is handed: the state, the doors, and the words. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Context } from "../showing";
import type { Doors, State } from "../state";
import { sayIn } from "../words";

export interface App { state: State; doors: Doors }

export const AppContext = createContext<App>(null as never);
export const useApp = () => useContext(AppContext);

export function useWords(): Context {
  const { state, doors } = useApp();
  const language = state.language.value;
  return {
    say: sayIn(language),
    language,
    // Read only by who needs it: a register of a hundred thousand is put together when it is first sought in.
    get registers() {
      return state.registers.value;
    },
    posting: state.meta.value.posting,
    records: state.records.value,
    clock: doors.clock,
  };
}
