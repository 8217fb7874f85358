import fc from "fast-check";
import { expect, test } from "vitest";
import { Limiter } from "../../../src/transport/limiter.ts";
import { turns } from "../../support/util/turns.ts";

test("the limiter never exceeds its limit and loses no slot, whichever calls arrive, abort and end", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.tuple(fc.constantFrom("enter", "abort", "leave"), fc.nat({ max: 9 })), {
        maxLength: 40,
      }),
      async (limit, moves) => {
        const limiter = new Limiter(limit);
        const inside: (() => void)[] = [];
        const queued: AbortController[] = [];
        let most = 0;
        for (const [move, at] of moves) {
          if (move === "enter") {
            const stop = new AbortController();
            queued.push(stop);
            limiter.enter(stop.signal).then(
              (leave) => {
                inside.push(leave);
                queued.splice(queued.indexOf(stop), 1);
                most = Math.max(most, inside.length);
              },
              () => queued.splice(queued.indexOf(stop), 1),
            );
          } else if (move === "abort") queued[at % queued.length]?.abort();
          else inside.splice(at % Math.max(inside.length, 1), 1)[0]?.();
          await turns(1);
        }
        expect(most).toBeLessThanOrEqual(limit);
        // Nobody waits while there is room.
        if (queued.length > 0) expect(inside).toHaveLength(limit);
      },
    ),
    { numRuns: 100 },
  );
});
