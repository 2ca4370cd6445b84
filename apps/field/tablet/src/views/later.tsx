/** What is read from the tablet when it is first opened, so that the rest is there sooner: a screen, or an input. */

import type { ComponentType, FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useWords } from "./context";
import { Frame, HomeLink, Notice } from "./frame";
import type { InputProps } from "./questions";

type Part<Props> = ComponentType<Props>;

/** Keeps what was read once. */
function reading<Props>(load: () => Promise<Part<Props>>) {
  let loaded: Part<Props> | null = null;
  const read = async () => (loaded ??= await load());
  function useLater(): Part<Props> | "broken" | null {
    const [part, show] = useState<Part<Props> | "broken" | null>(() => loaded);
    useEffect(() => {
      if (!part) read().then((found) => show(() => found), () => show("broken"));
    }, []);
    return part;
  }
  return { useLater, read };
}

/** `read` is for whoever knows that it will be shown next: then nothing is waited for. */
export type Later<Props> = FunctionComponent<Props> & { read: () => Promise<unknown> };

export function later<Props extends object = object>(load: () => Promise<Part<Props>>): Later<Props> {
  const { useLater, read } = reading(load);
  function Later(props: Props) {
    const { say } = useWords();
    const Screen = useLater();
    if (Screen && Screen !== "broken") return <Screen {...props} />;
    return <Frame title={say("app_name")} left={<HomeLink />}><Waiting broken={!!Screen} /></Frame>;
  }
  return Object.assign(Later, { read });
}

export function laterInput(load: () => Promise<{ default: ComponentType<InputProps> }>): FunctionComponent<InputProps> {
  const { useLater } = reading(async () => (await load()).default);
  return function LaterInput(props: InputProps) {
    const Input = useLater();
    return Input && Input !== "broken" ? <Input {...props} /> : <Waiting broken={!!Input} />;
  };
}

function Waiting({ broken }: { broken: boolean }) {
  const { say } = useWords();
  return broken ? <Notice tone="clay"><p>{say("screen_broken")}</p></Notice> : <p class="lead">{say("loading")}</p>;
}
