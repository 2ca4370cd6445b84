/** The bar above, the bar below, and what stands between. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { setLanguage, setSun } from "../session";
import { hashOf, type Route } from "../routes";
import { lastContact } from "../watch";
import { useApp, useWords } from "./context";
import { Icon, StateIcon, type IconName } from "./icons";

interface FrameProps {
  title: string;
  under?: string;
  left?: ComponentChildren;
  right?: ComponentChildren;
  foot?: ComponentChildren;
  plain?: boolean;
  name?: string;
  /** A page that is only read must be reached by the keyboard, to be scrolled. */
  read?: boolean;
  /** Changes when another question is shown in the same frame. */
  step?: string;
  children: ComponentChildren;
}

export function Frame({ title, under, left, right, foot, plain, name = "", read, step, children }: FrameProps) {
  const { state } = useApp();
  const main = useRef<HTMLElement>(null);
  const head = useRef<HTMLHeadingElement>(null);
  // A new view begins at its top, also for a screen reader; at once, so that nothing moves under a finger that was quick.
  useLayoutEffect(() => {
    main.current?.scrollTo(0, 0);
    const start = main.current?.querySelector<HTMLElement>("[data-start]");
    if (start) start.focus({ preventScroll: true });
    // Before anybody has touched anything, the page begins where a page does.
    else if (navigator.userActivation?.hasBeenActive && !main.current?.contains(document.activeElement)) head.current?.focus({ preventScroll: true });
  }, [step]);
  return (
    <div class={`frame ${plain ? "plain" : ""} ${name}`}>
      {state.training && <Practice />}
      <header class="bar">
        {left}
        <div class="bar-title">
          <h1 ref={head} tabIndex={-1}>{title}</h1>
          {under && <p>{under}</p>}
        </div>
        {right && <div class="bar-right">{right}</div>}
      </header>
      <main ref={main} tabIndex={read ? 0 : undefined}>{children}</main>
      {foot && <footer class="foot">{foot}</footer>}
    </div>
  );
}

/** On every screen, so that nobody takes practice for work or work for practice. */
function Practice() {
  const { doors } = useApp();
  const { say } = useWords();
  return (
    <aside class="practice" aria-label={say("practice")}>
      <p><b>{say("practice")}</b> {say("practice_lead")}</p>
      <button type="button" data-do="anew" onClick={() => doors.practise?.()}>{say("practice_anew")}</button>
      <button type="button" data-do="end" onClick={() => doors.endPractice?.()}>{say("practice_end")}</button>
    </aside>
  );
}

export const LinkTo = ({ to, icon, children, class: extra = "", label }: {
  to: Route; icon?: IconName; children: ComponentChildren; class?: string; label?: string;
}) => (
  <a class={`quiet ${extra}`} href={hashOf(to)} aria-label={label}>
    {icon && <Icon name={icon} />}
    <span>{children}</span>
  </a>
);

export const HomeLink = () => {
  const { say } = useWords();
  return <LinkTo to={{ page: "home" }} icon="home">{say("home")}</LinkTo>;
};

export const Quiet = ({ icon, onClick, pressed, children }: {
  icon?: IconName; onClick: () => void; pressed?: boolean; children: ComponentChildren;
}) => (
  <button type="button" class="quiet" onClick={onClick} aria-pressed={pressed}>
    {icon && <Icon name={icon} />}
    <span>{children}</span>
  </button>
);

export function SunSwitch() {
  const { state, doors } = useApp();
  const { say } = useWords();
  const sun = state.sun.value;
  return <Quiet icon="sun" pressed={sun} onClick={() => void setSun(!sun, state, doors)}>{say("sun")}</Quiet>;
}

/** Says the other language in that language, as whoever needs it reads it. */
export function LanguageSwitch() {
  const { state, doors } = useApp();
  const other = state.language.value === "en" ? "fr" : "en";
  return (
    <button type="button" class="quiet" lang={other} onClick={() => void setLanguage(other, state, doors)}>
      <Icon name="language" />
      <span>{other === "fr" ? "Français" : "English"}</span>
    </button>
  );
}

/** Days since the server was last heard, in words. */
export function useContact(): string {
  const { state, doors } = useApp();
  const { say } = useWords();
  const { contactAt } = state.meta.value;
  const [words, n] = lastContact(contactAt, state.now.value, doors.clock);
  return say(words, { n });
}

/** The three numbers at the foot of the finder and of a record. */
export function Numbers() {
  const { state } = useApp();
  const { say } = useWords();
  const { here, server, returned } = state.counts.value;
  return (
    <div class="numbers">
      <a href={hashOf({ page: "records", state: "here" })}><span><StateIcon state="here" size={18} /><b>{here}</b></span> {say("here")}</a>
      <a href={hashOf({ page: "records", state: "server" })}><span><StateIcon state="received" size={18} /><b>{server}</b></span> {say("server")}</a>
      <a href={hashOf({ page: "records", state: "returned" })}><span><StateIcon state="returned" size={18} /><b>{returned}</b></span> {say("returned")}</a>
      <span class="contact">{useContact()}</span>
    </div>
  );
}

/** What is longer may not fit on a phone. */
const LONGEST = 20;

/** A number is read as one word: it stays on one line, hyphens and all. */
export const Whole = ({ text }: { text: string }) => (
  <>{text.split(/(\S*-\d\S*)/).map((part, at) => (at % 2 && part.length <= LONGEST ? <span class="whole" key={at}>{part}</span> : part))}</>
);

export const Notice = ({ tone, children }: { tone: "ochre" | "clay" | "sky" | "leaf"; children: ComponentChildren }) => (
  <div class={`notice ${tone}`}>
    <Icon name={tone === "leaf" ? "tick" : "flag"} tone={tone} />
    <div>{children}</div>
  </div>
);
