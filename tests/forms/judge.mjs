// Judges cases from standard input with the tablet's own checking.ts, and measures grounds with its areas.ts.
import { readFileSync } from "node:fs";
import { faultIn, squareMetres } from "../../apps/field/tablet/src/areas.ts";
import { validate } from "../../apps/field/tablet/src/checking.ts";

const { forms, cases, grounds } = JSON.parse(readFileSync(0, "utf8"));
const said = (found) => found.map(({ field, code, severity, sentence }) => [field, code, severity, sentence.en, sentence.fr]);
const verdicts = cases.map(({ form, answers, today, sources }) => {
  const { cleaned, faults, warnings, asked } = validate(forms[form], answers, { today, sources });
  return { cleaned, faults: said(faults), warnings: said(warnings), asked };
});
const measured = (ground) => {
  const corners = ground.map(([lat_e6, lon_e6]) => ({ lat_e6, lon_e6 }));
  return [squareMetres(corners), faultIn(corners)];
};
process.stdout.write(JSON.stringify(grounds ? grounds.map(measured) : verdicts));
