/** Hold on to a line that loses what it carries: once the server was heard, what gets no answer is asked again at once. */

import { isObject } from "./answers";
import type { Network } from "./ports";

/** Of a line that loses three requests in ten, three tries lose one in forty. */
const TRIES = 3;

/**
 * For one exchange. All that an exchange asks may be asked again, since the server may have heard it the first time.
 *
 * A line on which nothing was heard yet is tried once: the officer waits for the answer.
 */
export function steady(network: Network): Network & { heard(): boolean } {
  let heard = false;
  return {
    heard: () => heard,
    async send(request) {
      for (let tries = 1; ; tries += 1) {
        const reply = await network.send(request);
        heard ||= reply?.status === 200 && isObject(reply.body);
        if (reply || !heard || tries === TRIES) return reply;
      }
    },
  };
}
