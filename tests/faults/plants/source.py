"""Plants in the tablet: what stands in a module of its sources (`was`, once), and what is compiled in its stead."""

from __future__ import annotations

PATCHES: dict[str, list[dict[str, str]]] = {
    # What was sent is taken off the tablet at once, to save room.
    "delete-before-receipt": [
        {
            "file": "sending.ts",
            "was": '  const reply = await ask(parts, "push/"',
            "now": "  await parts.store.settle({ forget: { events: batch.map(({ seq }) => seq), records: [] } });\n"
            '  const reply = await ask(parts, "push/"',
        }
    ],
    # After a failure a record is made anew, as if it had never been sent.
    "retry-with-new-id": [
        {
            "file": "sending.ts",
            "was": "async function sendBatch(parts: Parts, batch: Kept[], events: Kept[]): Promise<Trouble | null> {\n",
            "now": "async function sendBatch(parts: Parts, asked: Kept[], events: Kept[]): Promise<Trouble | null> {\n"
            "  const again = ((await parts.store.meta()).attempts ?? 0) > 0;\n"
            "  const batch = again ? await Promise.all(asked.map(async (event) => {\n"
            "    const id = event.id.slice(0, -1) + (event.id.endsWith('0') ? '1' : '0');\n"
            "    const bytes = event.bytes.replace(event.id, id);\n"
            "    return { ...event, id, bytes, sha256: await sha256(bytes) };\n"
            "  })) : asked;\n",
        },
        {
            "file": "sending.ts",
            "was": 'import { answered } from "./records";',
            "now": 'import { answered } from "./records";\nimport { sha256 } from "./events";',
        },
    ],
    # The event is put into JSON when it is sent, with what is known then.
    "event-serialised-anew": [
        {
            "file": "sending.ts",
            "was": "async function sendBatch(parts: Parts, batch: Kept[], events: Kept[]): Promise<Trouble | null> {\n",
            "now": "async function sendBatch(parts: Parts, asked: Kept[], events: Kept[]): Promise<Trouble | null> {\n"
            "  const clock_offset_s = (await parts.store.meta()).clockOffset ?? null;\n"
            "  const batch = await Promise.all(asked.map(async (event) => {\n"
            "    const bytes = JSON.stringify({ ...JSON.parse(event.bytes), clock_offset_s });\n"
            "    return { ...event, bytes, sha256: await sha256(bytes) };\n"
            "  }));\n",
        },
        {
            "file": "sending.ts",
            "was": 'import { answered } from "./records";',
            "now": 'import { answered } from "./records";\nimport { sha256 } from "./events";',
        },
    ],
    # HTTP 200 is taken for an answer to everything that was sent, whoever signed it.
    "receipt-unchecked": [
        {"file": "sending.ts", "was": " ?? (await doubt(parts, reply!.body, word))", "now": ""},
        {
            "file": "sending.ts",
            "was": "  const receipt = acknowledged(reply!.body, batch);\n",
            "now": "  const receipt = acknowledged(reply!.body, batch) ?? "
            "{ answers: new Map(), highWater: null, at: null };\n"
            "  for (const { seq, sha256 } of batch) if (!receipt.answers.has(seq)) "
            'receipt.answers.set(seq, { seq, sha256, status: "applied", version: 1, reason: null });\n',
        },
    ],
    # The tick is shown while the record is still on its way to the disk.
    "tick-before-disk": [
        {
            "file": "saving.ts",
            "was": "    if (await store.append({ events, records, dropDraft })) return records;\n",
            "now": "    void store.append({ events, records, dropDraft }).catch(() => undefined);\n"
            "    return records;\n",
        }
    ],
    # A database that was emptied is taken for a new tablet's, whatever the log beside it holds.
    "second-journal-ignored": [
        {
            "file": "reconciling.ts",
            "was": "const kept = slots.length ? [] : await best(log);",
            "now": "const kept: Frame[] = slots.length ? [] : (await best(log)).slice(0, 0);",
        }
    ],
    # A report in confidence is taken off the tablet when it was sent, whatever was answered.
    "report-dropped-unsent": [
        {
            "file": "reports.ts",
            "was": "    if (reply?.status !== 200 || !isObject(reply.body) "
            '|| reply.body["id"] !== sealed.id) return null;\n',
            "now": "    if (reply && !isObject(reply.body)) return null;\n",
        }
    ],
    # A tablet that the office has closed gives up its sealed copies with its keys.
    "copies-go-with-keys": [
        {
            "file": "copies.ts",
            "was": '    for (const row of written) await at("events").delete(row.seq);\n',
            "now": "    for (const row of written) "
            'await Promise.all([at("events").delete(row.seq), at("sealed").delete(row.seq)]);\n',
        }
    ],
    # A tablet that the office has closed keeps the copies of its records and gives up the pictures behind them.
    "pictures-go-with-keys": [
        {
            "file": "copies.ts",
            "was": '      if (sealed.has(row.sha256)) await at("photos").put(row);\n      else await Promise.all',
            "now": "      await Promise.all",
        }
    ],
    # That the office has closed it a tablet believes of whoever answers its question.
    "closed-unsigned": [
        {"file": "obstacles.ts", "was": "return ours && isSigned(said, closingKey, CLOSING);", "now": "return ours;"},
        {
            "file": "obstacles.ts",
            "was": 'import { CLOSING, isSigned } from "./receipts";',
            "now": "",
        },
    ],
    # A high-water mark that went back is not looked at.
    "restore-unnoticed": [
        {
            "file": "sending.ts",
            "was": "  if (mark === null || mark >= (meta.highWater ?? 0)) return [];\n",
            "now": "  if (mark !== undefined) return [];\n",
        },
        {"file": "roll.ts", "was": 'new Set(roll["missing"] as string[])', "now": "new Set<string>()"},
    ],
}
