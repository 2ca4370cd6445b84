/** A screen that is read from the tablet when it is first opened, so that the others are there sooner. */

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useWords } from "./context";
import { Frame, HomeLink, Notice } from "./frame";

export function later(load: () => Promise<ComponentType>): ComponentType {
  let loaded: ComponentType | null = null;
  return function Later() {
    const { say } = useWords();
    const [Screen, show] = useState<ComponentType | "broken" | null>(() => loaded);
    useEffect(() => {
      if (!loaded) load().then((screen) => show(() => (loaded = screen)), () => show("broken"));
    }, []);
    if (Screen && Screen !== "broken") return <Screen />;
    return (
      <Frame title={say("app_name")} left={<HomeLink />}>
        {Screen ? <Notice tone="clay"><p>{say("screen_broken")}</p></Notice> : <p class="lead">{say("loading")}</p>}
      </Frame>
    );
  };
}
