// Judges pages by html-validate, all in one process: [[name, html], …] on stdin, what is wrong with which on stdout.
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const judge = new HtmlValidate(new StaticConfigLoader({
  root: true,
  extends: ["html-validate:recommended", "html-validate:standard", "html-validate:a11y"],
  rules: {
    // HTML knows no letter case here, and the small letters weigh less when compressed.
    "doctype-style": ["error", { style: "lowercase" }],
    // A list of services is one field with many values, ticked or hidden; judging.py looks at the others.
    "form-dup-name": "off",
    // Some voice control overlooks a label around its control, so it says for= as well.
    "no-redundant-for": "off",
    // Numbers are held together by style: a hyphen of another kind cannot be searched for, copied or read aloud.
    "tel-non-breaking": "off",
  },
}));

let given = "";
for await (const part of process.stdin) given += part;
const found = {};
for (const [name, html] of JSON.parse(given)) {
  const { results } = await judge.validateString(html, name);
  const said = results.flatMap((one) => one.messages).map((one) => `${one.ruleId} at ${one.line}: ${one.message}`);
  if (said.length) found[name] = said;
}
process.stdout.write(JSON.stringify(found));
