// Judges cases from standard input with the tablet's own checking.ts, for test_agreement.py.
import { readFileSync } from "node:fs";
import { validate } from "../../apps/field/tablet/src/checking.ts";

const { forms, cases } = JSON.parse(readFileSync(0, "utf8"));
const said = (found) => found.map(({ field, code, severity, sentence }) => [field, code, severity, sentence.en, sentence.fr]);
const verdicts = cases.map(({ form, answers, today, sources }) => {
  const { cleaned, faults, warnings, asked } = validate(forms[form], answers, { today, sources });
  return { cleaned, faults: said(faults), warnings: said(warnings), asked };
});
process.stdout.write(JSON.stringify(verdicts));
